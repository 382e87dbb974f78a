from django.urls import path

from inspections.silence.views import sharing, silence

urlpatterns = [
    path("if-i-go-quiet/", silence.silence, name="silence"),
    path("asked-to-ring/", silence.asked_to_ring, name="asked-to-ring"),
    path("who-else/", sharing.who_else, name="who-else"),
    path("who-else/<uuid:public_id>/end/", sharing.who_else_end, name="who-else-end"),
]
