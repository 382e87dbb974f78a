from django.urls import path

from inspections.support.views import log, support

urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/export/", log.log_export, name="log-export"),
    path("log/erase/", log.log_erase, name="log-erase"),
    path("log/<uuid:public_id>/", log.log_entry, name="log-entry"),
    path("log/<uuid:public_id>/delete/", log.log_entry_delete, name="log-entry-delete"),
    path("support/", support.support, name="support"),
    path("support/<uuid:public_id>/", support.support_plan, name="support-plan"),
    path("s/<uuid:public_id>/", support.support_link, name="support-link"),
    path("support/<uuid:public_id>/open/", support.support_open, name="support-open"),
    path("support/<uuid:public_id>/write/", support.support_write, name="support-write"),
    path("support/<uuid:public_id>/add/<slug:what>/", support.support_add, name="support-add"),
    path("support/<uuid:public_id>/union/", support.support_union, name="support-union"),
    path("support/<uuid:public_id>/comment/", support.support_comment, name="support-comment"),
    path("support/<uuid:public_id>/share/", support.support_share, name="support-share"),
    path("support/<uuid:public_id>/dispute/", support.support_dispute, name="support-dispute"),
    path("support/<uuid:public_id>/close/", support.support_close, name="support-close"),
    path("support/line/<uuid:public_id>/change/", support.support_line_change, name="support-line-change"),
    path("support/line/<uuid:public_id>/<slug:what>/", support.support_line, name="support-line"),
    path(
        "support/record/<slug:kind>/<uuid:public_id>/<slug:what>/",
        support.support_record,
        name="support-record",
    ),
]
