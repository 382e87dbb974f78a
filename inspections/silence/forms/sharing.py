from django import forms

from inspections.silence.models import SilenceLadder
from network.contact.fields import EmailField


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
