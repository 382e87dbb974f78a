from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from network.contact import contact_validation
from network.contact.fields import EmailField
from network.sign_in import limits as sign_in_limits
from network.sign_in import rules as sign_in_rules


class AskForCodeForm(RequestLoginCodeForm):
    """Says the same for an address that is known, unknown, invited, closed, or a school's that was replaced."""

    email = EmailField(label="Email address", help_text="We send a code to this address. There is no password.")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        self._user = sign_in_rules.who_signs_in_with(email)
        if not sign_in_limits.may_ask(context.request, email, self._user):
            raise get_adapter().validation_error("too_many_login_attempts")
        return email


class CodeField(forms.CharField):
    """Digits, however they were pasted; `lengths` are those a code may have."""

    widget = forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
            "class": "govuk-input--width-10",
        }
    )

    def __init__(self, *lengths: int, **kwargs):
        self.lengths = lengths
        super().__init__(**{"max_length": 400} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        return contact_validation.code(text, *self.lengths) if text else text


class TypeCodeForm(ConfirmLoginCodeForm):
    code = CodeField(8, label="Your code", help_text="Eight digits, from the message we sent you.")

    def clean_code(self) -> str:
        address = context.request._login_stage.state["email"]
        if sign_in_limits.is_worn_out(address, self.expected_code):
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().clean_code()
        except forms.ValidationError:
            sign_in_limits.count_wrong(address, self.expected_code)
            raise


class SecondStepCodeForm(AuthenticateForm):
    code = CodeField(6, 8, label="Code from your app", help_text="Or one of your recovery codes.")


class SecondStepAgainForm(ReauthenticateForm):
    code = CodeField(6, 8, label="Code from your app", help_text="Or one of your recovery codes.")


class AddAppForm(ActivateTOTPForm):
    code = CodeField(6, label="Code from your app", help_text="Six digits. They change every 30 seconds.")
