from django.urls import path

from inspections.views import feed

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar-feed"),
]
