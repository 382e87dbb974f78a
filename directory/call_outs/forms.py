from datetime import datetime

from django import forms

from directory.call_outs.models import Asked
from directory.colleagues.forms import helper
from directory.needs import JUST_RING_ME, NEEDS
from network import clock
from network.widgets import HourInput


class CallOutForm(forms.Form):
    need = forms.ChoiceField(
        choices=[("", JUST_RING_ME), *NEEDS],
        required=False,
        label="What is it about? You need not say",
    )
    words = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="In a few words, if you like",
        help_text="Only whoever says yes reads this.",
    )
    by_text = forms.BooleanField(
        required=False, label="Text me instead of ringing", help_text="Whoever is asked reads this first."
    )

    helper = helper("Call a colleague now")


SPOKEN = "spoken"


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=Asked.ANSWERS)
    at = forms.TimeField(required=False, widget=HourInput(), label="From what time today?")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == Asked.YES_FROM:
            at = cleaned.get("at")
            now = clock.now()
            from_then = datetime.combine(clock.today(), at, tzinfo=clock.LONDON) if at else None
            if from_then is None or from_then <= now:
                self.add_error("at", "Say from what time today you can ring, later than now.")
            else:
                cleaned["available_from"] = from_then
        return cleaned


class LinkForm(AnswerForm):
    """Behind the link: the four answers, and after a yes that they have spoken."""

    answer = forms.ChoiceField(choices=[*Asked.ANSWERS, (SPOKEN, "We have spoken")])
