from django.urls import path

from inspections.silence.views import silence

urlpatterns = [
    path("if-i-go-quiet/", silence.silence, name="silence"),
    path("asked-to-ring/", silence.asked_to_ring, name="asked-to-ring"),
]
