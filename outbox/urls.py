from django.urls import path

from outbox import views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/<uuid:public_id>/send-again/", views.message_resend, name="message-resend"),
]
