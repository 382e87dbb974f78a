from django.urls import path

from inspections.silence.views import sharing

urlpatterns = [
    path("who-else/", sharing.who_else, name="who-else"),
    path("who-else/<uuid:public_id>/end/", sharing.who_else_end, name="who-else-end"),
]
