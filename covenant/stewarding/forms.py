from django import forms

from network import clock
from network.contact.fields import NameField
from network.models import Organisation
from network.widgets import DayInput

PROMISES = 6  # the most a version can have; empty ones are left out


class PaperSignatureForm(forms.Form):
    """A signature the officer has seen on paper."""

    name = NameField(label="Organisation", widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    kind = forms.ChoiceField(label="Kind", choices=Organisation.KINDS, widget=forms.RadioSelect)
    signed_on = forms.DateField(label="Signed on", widget=DayInput)

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > clock.today():
            raise forms.ValidationError("This day lies ahead. Give the day it was signed.")
        return day


class TextForm(forms.Form):
    """A new version of the covenant, before it is published."""

    title = forms.CharField(label="Title", max_length=200)
    introduction = forms.CharField(label="Introduction", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, PROMISES + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"Promise {number}: in a few words", max_length=100, required=number == 1
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=f"Promise {number}: in full",
                max_length=4000,
                required=number == 1,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self):
        values = super().clean()
        for number in range(1, PROMISES + 1):
            title, words = values.get(f"title_{number}"), values.get(f"words_{number}")
            if bool(title) != bool(words) and not self.errors:
                self.add_error(f"words_{number}" if title else f"title_{number}", "A promise needs both.")
        return values

    def promises(self) -> list[tuple[str, str]]:
        values = self.cleaned_data
        both = [(values[f"title_{number}"], values[f"words_{number}"]) for number in range(1, PROMISES + 1)]
        return [(title, words) for title, words in both if title]
