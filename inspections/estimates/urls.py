from django.urls import path

from inspections.estimates import views as estimates

urlpatterns = [
    path("network/estimates/", estimates.estimates, name="estimates"),
    path("network/estimates/<uuid:public_id>/", estimates.estimate_edit, name="estimate-edit"),
]
