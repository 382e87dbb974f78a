from django import forms

from inspections.buddy_care.models import BuddyCheckIn
from network import clock
from network.widgets import DayInput


class NotesForm(forms.Form):
    trained_on = forms.DateField(required=False, widget=DayInput(), label="The last day of training")
    supervised_on = forms.DateField(
        required=False,
        widget=DayInput(),
        label="The last supervision",
        help_text="A talk with somebody trained to listen. The day alone, nothing of what was said.",
    )

    def clean(self):
        cleaned = super().clean()
        for name in ("trained_on", "supervised_on"):
            if cleaned.get(name) and cleaned[name] > clock.today():
                self.add_error(name, "Note a day once it is over: this one is still to come.")
        return cleaned


class BuddyAnswerForm(forms.Form):
    """The three buttons. There is no field for words."""

    answer = forms.ChoiceField(choices=BuddyCheckIn.ANSWERS)
