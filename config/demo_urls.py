"""Pages that exist only in the demonstration."""

from django.urls import path

from config import demo_components, demo_mail

urlpatterns = [
    path("components/", demo_components.demo_components, name="demo-components"),
    path("mail/", demo_mail.demo_mail, name="demo-mail"),
    path("mail/<str:name>/", demo_mail.demo_mail_message, name="demo-mail-message"),
]
