from django.urls import path
from django.views.generic import RedirectView

from inspections.aftercare import urls as urls_after
from inspections.answers import views as check_ins
from inspections.buddy_care import urls as urls_buddy_care
from inspections.call_outs import urls as urls_call_outs
from inspections.calls.views import call, inspections
from inspections.estimates import urls as urls_estimates
from inspections.facts import urls as urls_facts
from inspections.feeds import urls as urls_feed
from inspections.notes import views as notes
from inspections.offers import urls as urls_offers
from inspections.phones import views as phones
from inspections.pressing import views as pressing
from inspections.ringing import urls as urls_wider_asks
from inspections.ringing.views import please_ring
from inspections.schools import urls as urls_windows
from inspections.silence import urls as urls_silence
from inspections.support import urls as urls_support
from inspections.terms import urls as urls_terms
from inspections.today import views as today

app_name = "inspections"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("call/", call.call, name="call"),
    path("inspection/<uuid:public_id>/", inspections.inspection, name="inspection"),
    path("inspection/<uuid:public_id>/change/", inspections.inspection_change, name="inspection-change"),
    path("inspection/<uuid:public_id>/dates/", inspections.inspection_dates, name="inspection-dates"),
    path("inspection/<uuid:public_id>/undo/", inspections.inspection_undo, name="inspection-undo"),
    path("inspection/<uuid:public_id>/days/seen/", inspections.inspection_days_seen, name="inspection-days-seen"),
    path("inspection/<uuid:public_id>/undo/seen/", inspections.inspection_undo_seen, name="inspection-undo-seen"),
    path("inspection/<uuid:public_id>/first-hour/", inspections.inspection_first_hour, name="inspection-first-hour"),
    path("inspection/<uuid:public_id>/close/", inspections.inspection_close, name="inspection-close"),
    path("inspection/<uuid:public_id>/seen/", inspections.inspection_seen, name="inspection-seen"),
    path("p/<str:token>/", pressing.press_link, name="press-link"),
    path("phone/press/", pressing.press, name="press"),  # where the cookie of a registered phone is sent
    path("c/<str:token>/", check_ins.check_in_link, name="check-in-link"),
    path("check-in/", check_ins.check_in, name="check-in"),
    path("check-ins/", check_ins.check_ins, name="check-ins"),
    path("check-ins/forget/", check_ins.check_ins_forget, name="check-ins-forget"),
    path("check-ins/<uuid:public_id>/", check_ins.check_in_answer, name="check-in-answer"),
    path("check-ins/<uuid:public_id>/confirm/", check_ins.check_in_confirm, name="check-in-confirm"),
    path("check-ins/<uuid:public_id>/spoken/", check_ins.check_in_spoken, name="check-in-spoken"),
    path("standing-by/<uuid:public_id>/", check_ins.standing_by, name="standing-by"),
    path("buddy-notes/", notes.note_leave, name="note-leave"),
    path("buddy-notes/<uuid:public_id>/delete/", notes.note_delete, name="note-delete"),
    path("please-ring-me/", please_ring.please_ring_me, name="please-ring-me"),
    path("please-ring-me/nobody-rang/", please_ring.nobody_rang, name="nobody-rang"),
    path("please-ring/<uuid:public_id>/taking/", please_ring.please_ring_taking, name="please-ring-taking"),
    path("please-ring/<uuid:public_id>/seen/", please_ring.please_ring_seen, name="please-ring-seen"),
    path("please-ring/<uuid:public_id>/spoken/", please_ring.please_ring_spoken, name="please-ring-spoken"),
    path("phones/", phones.phones, name="phones"),
    path("phones/<uuid:public_id>/remove/", phones.phone_remove, name="phone-remove"),
    path("phone/", phones.phone, name="phone"),
    path("phone/call/", phones.phone_call, name="phone-call"),
    path("phone/ring/", phones.phone_ring, name="phone-ring"),
    path("phone/number/", phones.phone_number, name="phone-number"),
    # Where messages and bookmarks led an officer before there was one front page for everybody.
    path("network/", RedirectView.as_view(pattern_name="inspections:today", permanent=True), name="network"),
    *urls_after.urlpatterns,
    *urls_estimates.urlpatterns,
    *urls_facts.urlpatterns,
    *urls_feed.urlpatterns,
    *urls_silence.urlpatterns,
    *urls_terms.urlpatterns,
    *urls_windows.urlpatterns,
    *urls_call_outs.urlpatterns,
    *urls_buddy_care.urlpatterns,
    *urls_support.urlpatterns,
    *urls_wider_asks.urlpatterns,
    *urls_offers.urlpatterns,
]
