from django.urls import path

from inspections.ringing.views import ask_more, asked_to_ring

urlpatterns = [
    # /ask-more/: the head's own
    path("ask-more/", ask_more.ask_more, name="ask-more"),
    path("ask-more/suggested/", ask_more.ask_suggested, name="ask-suggested"),
    path("ask-more/any-head/", ask_more.ask_any_head, name="ask-any-head"),
    path("ask-more/call-back/", ask_more.ask_call_back, name="ask-call-back"),
    path("ask-more/call-back/seen/", ask_more.call_back_seen, name="call-back-seen"),
    path("ask-more/settled/", ask_more.ask_settled, name="ask-settled"),
    # /asked-today/<id>/: whoever was asked
    path("asked-today/<uuid:public_id>/yes/", asked_to_ring.asked_yes, name="asked-today-yes"),
    path("asked-today/<uuid:public_id>/no/", asked_to_ring.asked_no, name="asked-today-no"),
    path("asked-today/<uuid:public_id>/spoken/", asked_to_ring.asked_spoken, name="asked-today-spoken"),
    path("asked-today/<uuid:public_id>/seen/", asked_to_ring.asked_seen, name="asked-today-seen"),
]
