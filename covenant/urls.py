from django.urls import path

from covenant.views import public, signatories

app_name = "covenant"
urlpatterns = [
    path("", public.covenant, name="covenant"),
    path("covenant/<int:version>/", public.covenant_text, name="covenant-text"),
    path("how-it-is-kept/", public.how_it_is_kept, name="how-it-is-kept"),
    path("who-sees-what/", public.who_sees_what, name="who-sees-what"),
    path("accessibility/", public.accessibility, name="accessibility"),
    # /signatories/
    path("signatories/", signatories.signatories, name="signatories"),
    path("signatories/sign/", signatories.sign_the_covenant, name="sign-the-covenant"),
    path("signatories/<uuid:public_id>/", signatories.signatory, name="signatory"),
]
