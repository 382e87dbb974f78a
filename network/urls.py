from django.urls import path

from network.details.views import accounts, contact_points, my_details, own_account
from network.help.views import away, break_glass, help_requests
from network.invitations.views import invitations, joining
from network.members.views import members, running
from network.register import views as register
from network.sign_in.views import pressed
from network.site import views as site

app_name = "network"
urlpatterns = [
    # a press that was not done
    path("not-done/", pressed.not_done, name="not-done"),
    path("still-signed-in/", pressed.still_signed_in, name="still-signed-in"),
    path("more/", site.more, name="more"),
    # /helplines/
    path("helplines/", site.helplines, name="helplines"),
    path("helplines/add/", site.helpline_add, name="helpline-add"),
    path("helplines/<uuid:public_id>/", site.helpline_edit, name="helpline-edit"),
    path("helplines/<uuid:public_id>/checked/", site.helpline_checked, name="helpline-checked"),
    path("helplines/<uuid:public_id>/remove/", site.helpline_remove, name="helpline-remove"),
    # a head who is not of the network
    path("need-someone/", help_requests.need_someone, name="need-someone"),
    path("need-someone/done/", help_requests.need_someone_done, name="need-someone-done"),
    path("help-requests/", help_requests.help_requests, name="help-requests"),
    path("help-requests/<uuid:public_id>/answered/", help_requests.help_request_answered, name="help-request-answered"),
    path("network/away/", away.officer_away, name="officer-away"),
    path("network/away/<uuid:public_id>/end/", away.officer_away_end, name="officer-away-end"),
    # /network/register/
    path("network/register/", register.register, name="register"),
    path("network/register/<uuid:public_id>/", register.register_import, name="register-import"),
    path("network/register/<uuid:public_id>/apply/", register.register_import_apply, name="register-import-apply"),
    path(
        "network/register/<uuid:public_id>/discard/",
        register.register_import_discard,
        name="register-import-discard",
    ),
    # /my-details/
    path("my-details/", my_details.my_details, name="my-details"),
    path("my-details/about-me/", my_details.my_details_about, name="my-details-about"),
    path("my-details/quiet-hours/", my_details.my_quiet_hours, name="my-quiet-hours"),
    path("my-details/who-looked/", my_details.who_looked, name="who-looked"),
    path("my-details/deputy/", my_details.my_deputy, name="my-deputy"),
    path("my-details/deputy/<uuid:public_id>/end/", my_details.my_deputy_end, name="my-deputy-end"),
    path("my-details/reach/add/", contact_points.contact_point_add, name="contact-point-add"),
    path("my-details/reach/<uuid:public_id>/", contact_points.contact_point_confirm, name="contact-point-confirm"),
    path("my-details/reach/<uuid:public_id>/code/", contact_points.contact_point_send, name="contact-point-send"),
    path(
        "my-details/reach/<uuid:public_id>/try-again/",
        contact_points.contact_point_try_again,
        name="contact-point-try-again",
    ),
    path("my-details/reach/<uuid:public_id>/first/", contact_points.contact_point_first, name="contact-point-first"),
    path(
        "my-details/reach/<uuid:public_id>/sign-in/", contact_points.contact_point_sign_in, name="contact-point-sign-in"
    ),
    path("my-details/reach/<uuid:public_id>/remove/", contact_points.contact_point_remove, name="contact-point-remove"),
    path("my-details/invitations/<uuid:public_id>/", invitations.invitation_accept, name="invitation-accept"),
    path("my-details/export/", own_account.own_export, name="own-export"),
    path("my-details/close/", own_account.account_close, name="account-close"),
    path("my-details/erase/", own_account.account_erase, name="account-erase"),
    # /invitations/
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/send/", invitations.invitation_send, name="invitation-send"),
    path("invitations/file/", invitations.invitation_file_send, name="invitation-file-send"),
    path("invitations/file/to-fill-in/", invitations.invitation_file_download, name="invitation-file-download"),
    path("invitations/<uuid:public_id>/withdraw/", invitations.invitation_withdraw, name="invitation-withdraw"),
    path("invitations/<uuid:public_id>/again/", invitations.invitation_send_again, name="invitation-send-again"),
    # the link of an invitation, and the pages behind it
    path("invitation/", joining.join, name="join"),
    path("invitation/code/", joining.join_code, name="join-code"),
    path("invitation/<str:token>/", joining.invitation_link, name="invitation-link"),
    # /members/
    path("members/", members.members, name="members"),
    path("members/<uuid:public_id>/", members.member, name="member"),
    path("members/<uuid:public_id>/post/", members.membership_start, name="membership-start"),
    path("members/<uuid:public_id>/second-step/", members.second_step_reset, name="second-step-reset"),
    path("members/<uuid:public_id>/danger/", break_glass.danger_ask, name="danger-ask"),
    path("danger/<uuid:public_id>/", break_glass.danger, name="danger"),
    path("posts/<uuid:public_id>/end/", members.membership_end, name="membership-end"),
    # the administrators' own
    path("setup/", running.set_up, name="set-up"),
    path("network/accounts/open-again/", accounts.account_open_again, name="account-open-again"),
    path("roles/", running.roles, name="roles"),
    path("roles/grant/", running.role_grant, name="role-grant"),
    path("roles/<uuid:public_id>/confirm/", running.role_confirm, name="role-confirm"),
    path("roles/<uuid:public_id>/end/", running.role_end, name="role-end"),
]
