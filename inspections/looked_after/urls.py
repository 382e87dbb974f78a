from django.urls import path

from inspections.looked_after.views import looked_after, standby

# What a message leads to begins with /looked-after/: an address tells nobody that its reader is a buddy.
urlpatterns = [
    path("looked-after/", looked_after.looked_after, name="looked-after"),
    path("looked-after/standby/", standby.standby, name="standby"),
    path("looked-after/<uuid:public_id>/", looked_after.buddy_check_in, name="buddy-check-in"),
    path("buddy/agreement/", looked_after.buddy_agreement, name="buddy-agreement"),
    path("buddy/agreement/note/", looked_after.buddy_agreement_note, name="buddy-agreement-note"),
]
