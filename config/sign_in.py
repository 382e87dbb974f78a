"""django-allauth: an emailed code, then a passkey or an authenticator. Sign-up is by invitation only (its adapter)."""

from config.environment import DEMO, REACHABLE

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"

ACCOUNT_ADAPTER = "network.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "network.sign_in.forms.AskForCodeForm",
    "confirm_login_code": "network.sign_in.forms.TypeCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # our own contact points are confirmed by our own codes
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True  # known and unknown addresses get the same answer
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if REACHABLE else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
# By the folded address ("key") as well as by where the request comes from (network/sign_in/limits.py).
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip",
    "code_from_network": "3/m/key,8/h/key",  # by address and network
    "code_to_address": "12/h/key",
    "code_to_known_browser": "3/m/key,12/h/key",
    "login_failed": "10/m/ip,5/300s/key",
    "address_check": "3/m/user,12/h/user",
    "find_by_address": "20/h/user",  # a member chosen by her private address
    "invitation": "20/m/ip,6/h/key",  # codes to somebody who answers an invitation
    "call_back": "6/h/user",  # her own press for the officer to ring: what others send from her network does not count
    "need_someone": "6/h/ip",  # the public form for a head who is not of the network
}
ALLAUTH_USER_CODE_FORMAT = {"length": 8, "numeric": True, "dashed": True}

MFA_ADAPTER = "network.sign_in.mfa_adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "network.sign_in.forms.SecondStepCodeForm",
    "reauthenticate": "network.sign_in.forms.SecondStepAgainForm",
    "activate_totp": "network.sign_in.forms.AddAppForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_RATE_LIMITS = {"webauthn_login": None}  # nothing of a passkey can be guessed, so nobody is kept from hers
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # what makes a passkey both steps in one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not REACHABLE  # localhost without TLS
MFA_TOTP_ISSUER = "Caversham Covenant"
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = not DEMO  # for everybody: each member may be shared private words with

USERSESSIONS_TRACK_ACTIVITY = False
