from django.urls import path

from inspections import (
    urls_after,
    urls_call_outs,
    urls_feed,
    urls_log,
    urls_silence,
    urls_support,
    urls_terms,
    urls_windows,
)
from inspections.views import call, check_ins, inspections, network, phones, please_ring, today

app_name = "inspections"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("call/", call.call, name="call"),
    path("inspection/<uuid:public_id>/", inspections.inspection, name="inspection"),
    path("inspection/<uuid:public_id>/change/", inspections.inspection_change, name="inspection-change"),
    path("inspection/<uuid:public_id>/dates/", inspections.inspection_dates, name="inspection-dates"),
    path("inspection/<uuid:public_id>/undo/", inspections.inspection_undo, name="inspection-undo"),
    path("inspection/<uuid:public_id>/close/", inspections.inspection_close, name="inspection-close"),
    path("inspection/<uuid:public_id>/seen/", inspections.inspection_seen, name="inspection-seen"),
    path("c/<str:token>/", check_ins.check_in_link, name="check-in-link"),
    path("check-in/", check_ins.check_in, name="check-in"),
    path("check-ins/", check_ins.check_ins, name="check-ins"),
    path("check-ins/<uuid:public_id>/", check_ins.check_in_answer, name="check-in-answer"),
    path("check-ins/<uuid:public_id>/confirm/", check_ins.check_in_confirm, name="check-in-confirm"),
    path("check-ins/<uuid:public_id>/spoken/", check_ins.check_in_spoken, name="check-in-spoken"),
    path("standing-by/<uuid:public_id>/", check_ins.standing_by, name="standing-by"),
    path("please-ring-me/", please_ring.please_ring_me, name="please-ring-me"),
    path("please-ring/<uuid:public_id>/taking/", please_ring.please_ring_taking, name="please-ring-taking"),
    path("please-ring/<uuid:public_id>/spoken/", please_ring.please_ring_spoken, name="please-ring-spoken"),
    path("phones/", phones.phones, name="phones"),
    path("phones/<uuid:public_id>/remove/", phones.phone_remove, name="phone-remove"),
    path("phone/", phones.phone, name="phone"),
    path("phone/call/", phones.phone_call, name="phone-call"),
    path("phone/ring/", phones.phone_ring, name="phone-ring"),
    path("network/", network.network, name="network"),
    *urls_after.urlpatterns,
    *urls_feed.urlpatterns,
    *urls_silence.urlpatterns,
    *urls_terms.urlpatterns,
    *urls_windows.urlpatterns,
    *urls_call_outs.urlpatterns,
    *urls_log.urlpatterns,
    *urls_support.urlpatterns,
]
