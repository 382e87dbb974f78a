from django import forms

from inspections.silence.models import SilenceLadder
from network.contact.contact_validation import pasted
from network.contact.fields import EmailField
from network.widgets import DayInput


class SilenceForm(forms.Form):
    on = forms.BooleanField(label="If I go quiet, do as it says above", required=False)
    ask_reserve = forms.BooleanField(label="If my buddy cannot reach me, ask my reserve", required=False)
    named_email = EmailField(
        label="Or ask this person in place of the reserve",
        help_text="The address of a member you choose yourself. Nobody of your employer is asked unless you name them.",
        required=False,
        max_length=254,
    )
    forget_named = forms.BooleanField(label="Nobody in place of the reserve any more", required=False)
    call_minutes = forms.IntegerField(
        label="If my buddy has not seen the call after so many minutes, ask my reserve",
        help_text="From 5 to 240. Empty: as the network has it.",
        min_value=5,
        max_value=240,
        required=False,
    )
    emergency_name = forms.CharField(
        label="Whom should your buddy ring in an emergency?",
        help_text="Somebody at home, say. Shown to your buddy at the last step alone, and to nobody else.",
        max_length=100,
        required=False,
    )
    emergency_phone = forms.CharField(label="Their number", max_length=30, required=False)
    paused_until = forms.DateField(
        label="Do not ask anybody before",
        help_text="A funeral, a leave: you choose the day.",
        widget=DayInput,
        required=False,
    )

    def __init__(self, *args, person, named=None, **kwargs):
        """`named` is whom she chose before: shown by name, never by an address, and kept while the field is empty."""
        super().__init__(*args, **kwargs)
        self.person, self.named = person, named
        if named is None:
            del self.fields["forget_named"]

    def clean_named_email(self):
        """Anybody here but herself. An unknown address and one that may not be chosen read the same."""
        address = self.cleaned_data["named_email"].casefold()
        if address:
            self.named = SilenceLadder.who_can_be_named(self.person, address)
        if address and self.named is None:
            raise forms.ValidationError("Nobody here can be asked at this address. Ask them which one they use here.")
        return address

    def clean_emergency_phone(self):
        return pasted(self.cleaned_data["emergency_phone"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("forget_named", False) and not cleaned.get("named_email"):
            self.named = None
        return cleaned


class ShareDaysForm(forms.Form):
    email = EmailField(label="Their address here", help_text="The address they sign in with: ask them.", max_length=254)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self):
        address = self.cleaned_data["email"].casefold()
        self.chosen = SilenceLadder.who_can_be_named(self.person, address)
        if self.chosen is None:
            raise forms.ValidationError("Nobody here can be chosen at this address. Ask them which one they use here.")
        return address
