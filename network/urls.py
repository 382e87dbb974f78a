from django.urls import path

from network.views import help_requests, helplines

app_name = "network"
urlpatterns = [
    # /helplines/
    path("helplines/", helplines.helplines, name="helplines"),
    path("helplines/add/", helplines.helpline_add, name="helpline-add"),
    path("helplines/<uuid:public_id>/", helplines.helpline_edit, name="helpline-edit"),
    path("helplines/<uuid:public_id>/checked/", helplines.helpline_checked, name="helpline-checked"),
    path("helplines/<uuid:public_id>/remove/", helplines.helpline_remove, name="helpline-remove"),
    # a head who is not of the network
    path("need-someone/", help_requests.need_someone, name="need-someone"),
    path("need-someone/done/", help_requests.need_someone_done, name="need-someone-done"),
    path("help-requests/", help_requests.help_requests, name="help-requests"),
    path("help-requests/<uuid:public_id>/answered/", help_requests.help_request_answered, name="help-request-answered"),
]
