from django.urls import path

from inspections.support.views import log

urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/export/", log.log_export, name="log-export"),
    path("log/erase/", log.log_erase, name="log-erase"),
    path("log/<uuid:public_id>/", log.log_entry, name="log-entry"),
    path("log/<uuid:public_id>/delete/", log.log_entry_delete, name="log-entry-delete"),
]
