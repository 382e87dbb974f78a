from django.urls import path

from inspections.feeds import views as feed

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar-feed"),
    path("calendar/<str:token>/usual-days.ics", feed.call_days_feed, name="call-days-feed"),
]
