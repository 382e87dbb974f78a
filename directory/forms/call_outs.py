from datetime import datetime

from django import forms

from directory.forms.listings import helper
from directory.models import Asked
from directory.needs import NEEDS
from network import clock
from network.widgets import HourInput


class CallOutForm(forms.Form):
    need = forms.ChoiceField(choices=NEEDS, widget=forms.RadioSelect, label="What is it about?")
    words = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What is wrong, in a few words",
        help_text="Only whoever says yes reads this. You can leave it empty.",
    )

    helper = helper("Call a colleague now")


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
