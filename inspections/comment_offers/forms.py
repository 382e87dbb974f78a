from django import forms

from inspections.comment_offers.models import CommentOffer
from network.contact.fields import OneLineField
from network.widgets import DayInput


class CommentOfferForm(forms.Form):
    who = forms.ChoiceField(label="Who?", choices=CommentOffer.WHO)
    in_time = forms.TypedChoiceField(
        label="Did they offer to comment in time?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    by_whom = OneLineField(label="Who offered it", max_length=150, required=False)
    on = forms.DateField(label="On which day", widget=DayInput, required=False)
    shared = forms.BooleanField(
        label="The officer of the network may see this",
        help_text="What she sees then: your school, so also that a draft has come, and what stands here. Nothing else.",
        required=False,
    )
