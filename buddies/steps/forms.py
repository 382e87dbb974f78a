from django import forms

from buddies.offers.actions import MOST
from buddies.offers.models.offer import Offer
from network.contact.fields import OneLineField
from network.widgets import DayInput

ANY = ("", "It does not matter")


class AskForm(forms.Form):
    """What matters to her. Kept for her and the matching alone."""

    phase = forms.BooleanField(label="Somebody who leads the same phase of school", required=False)
    distance = forms.ChoiceField(
        label="Near or far",
        choices=[ANY, ("near", "Near me"), ("far", "Not too near")],
        widget=forms.RadioSelect,
        required=False,
    )
    known = forms.ChoiceField(
        label="Known to you or not",
        choices=[ANY, ("known", "Somebody I know"), ("unknown", "Somebody I do not know")],
        widget=forms.RadioSelect,
        required=False,
        help_text="You can name the people you know on the next page.",
    )
    gender = forms.ChoiceField(
        label="A woman or a man",
        choices=[ANY, ("woman", "A woman"), ("man", "A man")],
        widget=forms.RadioSelect,
        required=False,
        help_text="Only those who chose to say can be found this way.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("distance", "known", "gender"):
            self.initial.setdefault(name, "")

    def wishes(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class OfferForm(forms.Form):
    capacity = forms.IntegerField(
        label="How many heads can you stand by?",
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    can_help_with = forms.CharField(
        label="What I can help with",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The heads you stand by see this. A sentence is plenty.",
    )
    when_not = OneLineField(
        label="When not",
        required=False,
        max_length=200,
        help_text="For example: not on Wednesday evenings. The heads you stand by see this.",
    )
    gender = forms.ChoiceField(
        label="Are you a woman or a man?",
        required=False,
        choices=[("", "I would rather not say"), *Offer.GENDERS],
        widget=forms.RadioSelect,
        help_text="Some heads would rather talk to a woman, some to a man. Only the matching uses this.",
    )


class PauseForm(forms.Form):
    until = forms.DateField(label="Until and including", widget=DayInput, help_text="Within a year.")


class NextContactForm(forms.Form):
    on = forms.DateField(label="We mean to speak on", required=False, widget=DayInput)


class SearchForm(forms.Form):
    q = forms.CharField(label="Name or school", required=False, max_length=100, min_length=2)
