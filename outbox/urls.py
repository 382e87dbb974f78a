from django.urls import path

from outbox.receipts import views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/not-arrived/", views.not_arrived, name="messages-not-arrived"),
    path("messages/not-arrived/try-again/", views.not_arrived_try_again, name="messages-not-arrived-try-again"),
    path("messages/<uuid:public_id>/send-again/", views.message_resend, name="message-resend"),
]
