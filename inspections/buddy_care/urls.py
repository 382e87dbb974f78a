from django.urls import path

from inspections.buddy_care.views import buddy_care, standby

# What a message leads to begins with /looked-after/: an address tells nobody that its reader is a buddy.
urlpatterns = [
    path("looked-after/", buddy_care.looked_after, name="looked-after"),
    path("looked-after/standby/", standby.standby, name="standby"),
    path("looked-after/<uuid:public_id>/", buddy_care.buddy_check_in, name="buddy-check-in"),
    path("buddy/agreement/", buddy_care.buddy_agreement, name="buddy-agreement"),
    path("buddy/agreement/note/", buddy_care.buddy_agreement_note, name="buddy-agreement-note"),
]
