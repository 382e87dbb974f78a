"""What of django-allauth is reachable: codes, passkeys, authenticators, recovery codes, the list of sign-ins.
No password, no sign-up and no page of its own for addresses has an address here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from network.sign_in.views import sign_in

urlpatterns = [
    path("sign-in/", login_not_required(account.request_login_code), name="account_request_login_code"),
    path("sign-in/", login_not_required(account.request_login_code), name="account_login"),
    path("sign-in/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/another-address/", sign_in.another_address, name="another-address"),
    path("sign-in/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", sign_in.sign_in_again, name="sign-in-again"),
    path("sign-in/again/app/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-step/", sign_in.second_step, name="second-step"),
    path("second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/passkey/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("my-details/sign-in/", mfa.index, name="mfa_index"),
    path("my-details/sign-in/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("my-details/sign-in/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("my-details/sign-in/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("my-details/sign-in/codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("my-details/sign-in/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("my-details/sign-in/passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("my-details/sign-in/passkeys/<int:pk>/remove/", sign_in.passkey_remove, name="mfa_remove_webauthn"),
    path("my-details/sign-ins/", sessions.list_usersessions, name="usersessions_list"),
]
