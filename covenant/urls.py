from django.urls import path

from covenant.open_data import views as open_data
from covenant.public.views import pages as public
from covenant.public.views import signatories
from covenant.signatories import views as own
from covenant.statements import views as statements
from covenant.stewarding import views as stewarding

app_name = "covenant"
urlpatterns = [
    path("", public.covenant, name="covenant"),
    path("covenant/<int:version>/", public.covenant_text, name="covenant-text"),
    path("how-it-is-kept/", public.how_it_is_kept, name="how-it-is-kept"),
    path("who-sees-what/", public.who_sees_what, name="who-sees-what"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("open-data/", open_data.open_data, name="open-data"),
    path("open-data/signatories.csv", open_data.signatories_csv, name="signatories-csv"),
    path("open-data/signatories.json", open_data.signatories_json, name="signatories-json"),
    # /signatories/
    path("signatories/", signatories.signatories, name="signatories"),
    path("signatories/sign/", signatories.sign_the_covenant, name="sign-the-covenant"),
    path("signatories/<uuid:public_id>/", signatories.signatory, name="signatory"),
    # an organisation's representative
    path("our-signature/", own.our_signature, name="our-signature"),
    path("our-signature/<uuid:public_id>/sign/", own.our_signature_sign, name="our-signature-sign"),
    path("our-signature/<uuid:public_id>/statement/", statements.our_statement, name="our-statement"),
    # /network/signatories/
    path("network/signatories/", stewarding.signatories_manage, name="signatories-manage"),
    path("network/signatories/record/", stewarding.signatory_record, name="signatory-record"),
    path("network/signatories/<uuid:public_id>/approve/", stewarding.signatory_approve, name="signatory-approve"),
    path("network/signatories/<uuid:public_id>/pause/", stewarding.signatory_pause, name="signatory-pause"),
    path("network/signatories/<uuid:public_id>/take-back/", stewarding.signatory_take_back, name="signatory-take-back"),
    path("network/signatories/<uuid:public_id>/withdraw/", stewarding.signatory_withdraw, name="signatory-withdraw"),
    path(
        "network/signatories/<uuid:public_id>/statements/<int:year>/take-down/",
        stewarding.statement_take_down,
        name="statement-take-down",
    ),
    path("network/covenant/write/", stewarding.covenant_text_write, name="covenant-text-write"),
    path("network/covenant/<int:version>/publish/", stewarding.covenant_text_publish, name="covenant-text-publish"),
]
