from django import forms

from inspections.offers.models import ImprovementOffer
from network.contact.fields import OneLineField, PersonField


class OfferForm(forms.Form):
    kind = forms.ChoiceField(choices=ImprovementOffer.KINDS, label="What is offered")
    title = OneLineField(max_length=120, label="In a few words")
    about = forms.CharField(
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What it is, and what it costs",
        help_text="For whom, how long, how often. Never as a condition of anything.",
    )
    answers_in = forms.TypedChoiceField(
        choices=[(1, "1 working day"), (2, "2 working days"), (5, "5 working days"), (10, "10 working days")],
        coerce=int,
        initial=5,
        label="Whoever asks is answered within",
        help_text="Every head reads it before asking, and the day after.",
    )
    contact = PersonField(
        label="Who hears when a head asks",
        help_text="This person alone, and she sees their name before she asks.",
        empty_label="Choose a person",
    )

    def __init__(self, *args, contacts, **more):
        super().__init__(*args, **more)
        self.fields["contact"].queryset = contacts


class AskForm(forms.Form):
    reach = OneLineField(max_length=200, required=False)
