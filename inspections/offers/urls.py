from django.urls import path

from inspections.offers import views as offers
from inspections.surveys import views as counted

urlpatterns = [
    path("improvement/ask/", offers.improvement_ask_kind, name="improvement-ask-kind"),
    path("improvement/", offers.improvement, name="improvement"),
    path("improvement/add/", offers.improvement_add, name="improvement-add"),
    path("improvement/asks/", offers.improvement_asks, name="improvement-asks"),
    path("improvement/<uuid:public_id>/ask/", offers.improvement_ask, name="improvement-ask"),
    path("improvement/<uuid:public_id>/withdraw/", offers.improvement_withdraw, name="improvement-withdraw"),
    path("improvement/asks/<uuid:public_id>/back/", offers.improvement_take_back, name="improvement-take-back"),
    path("improvement/asks/<uuid:public_id>/in-touch/", offers.improvement_in_touch, name="improvement-in-touch"),
    path("improvement/asks/<uuid:public_id>/done/", offers.improvement_done, name="improvement-done"),
    path("feedback/<uuid:public_id>/", counted.feedback, name="feedback"),
    path("survey/", counted.survey, name="survey"),
    path("totals/", counted.totals, name="totals"),
]
