from django.urls import path

from inspections.aftercare import views as after
from inspections.comment_offers import views as comment_offer

urlpatterns = [
    path("who-can-i-tell/", after.who_can_i_tell, name="who-can-i-tell"),
    path("inspection/<uuid:public_id>/deadlines/", after.inspection_deadlines, name="inspection-deadlines"),
    path("inspection/<uuid:public_id>/noted/", after.inspection_noted, name="inspection-noted"),
    path("inspection/<uuid:public_id>/letters/", after.inspection_letters, name="inspection-letters"),
    path("inspection/<uuid:public_id>/plan.ics", after.inspection_plan, name="inspection-plan"),
    path("inspection/<uuid:public_id>/pause/", after.inspection_pause, name="inspection-pause"),
    path("inspection/<uuid:public_id>/put-off/", after.inspection_put_off, name="inspection-put-off"),
    path("inspection/<uuid:public_id>/comment-offer/", comment_offer.comment_offer, name="comment-offer"),
    path("network/comments/", comment_offer.comments_shared, name="comments-shared"),
    path("inspection/<uuid:public_id>/call-sheet/", after.inspection_call_sheet, name="inspection-call-sheet"),
    path("call-sheet/", after.call_sheet, name="call-sheet"),
    path("call-sheet/keep/", after.call_sheet_keep, name="call-sheet-keep"),
    path("network/deadline-rules/", after.deadline_rule_list, name="deadline-rule-list"),
    path("network/deadline-rules/<uuid:public_id>/", after.deadline_rule_edit, name="deadline-rule-edit"),
]
