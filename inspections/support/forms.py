from datetime import date

from django import forms

from inspections.support.models.log import LogEntry
from inspections.support.models.support import PlanDeparture, PlanLine
from network import clock
from network.widgets import DayInput

AREA = {"rows": 5, "autocomplete": "off"}
FAR = 3 * 366  # days: a year that was mistyped


def check_year(day: date) -> None:
    if abs((day - clock.today()).days) > FAR:
        raise forms.ValidationError("That is more than three years away. Please check the year.")


class PlanDayField(forms.DateField):
    default_validators = [check_year]
    widget = DayInput


class WordsForm(forms.Form):
    private = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=AREA),
        label="For myself alone",
        help_text="Never shared with anybody.",
    )
    shared = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=AREA),
        label="The version I share",
        help_text="What I and the leadership team need. Read by those you share it with, and nobody else.",
    )


class LineForm(forms.Form):
    kind = forms.ChoiceField(choices=PlanLine.KINDS, label="What is offered")
    lead = forms.CharField(max_length=150, required=False, label="Who leads it")
    words = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What it is"
    )
    by_on = PlanDayField(required=False, label="By when")
    review_on = PlanDayField(required=False, label="When you look at it together")

    def clean(self):
        cleaned = super().clean()
        start, review = cleaned.get("by_on"), cleaned.get("review_on")
        if start and review and review < start:
            self.add_error("review_on", "The review comes before the day it is due.")
        return cleaned


class UnionForm(forms.Form):
    name = forms.CharField(max_length=150, label="Name of your union contact")
    reach = forms.CharField(max_length=300, label="How to reach them", help_text="A telephone number, or an address.")
    shared = forms.BooleanField(required=False, label="Those I share the plan with may see whom to invite")


class MeetingForm(forms.Form):
    on = PlanDayField(label="Day of the meeting")
    about_her_post = forms.BooleanField(required=False, label="It is about the head's post")
    union_invited = forms.BooleanField(required=False, label="Her union contact is invited")


class DepartureForm(forms.Form):
    on = PlanDayField(label="From which day")
    imposed_by = forms.ChoiceField(choices=PlanDeparture.IMPOSERS, label="Imposed by")
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), label="The reason given")


class PersonForm(forms.Form):
    person = forms.UUIDField()


class CommentForm(forms.Form):
    words = forms.CharField(
        max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), label="What you would like to say"
    )


LONG = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "true"})


class LogForm(forms.Form):
    words = forms.CharField(max_length=10_000, widget=LONG, label="What happened, in your own words")
    concern = forms.BooleanField(
        required=False,
        label="This is a concern about how the inspection is conducted",
        help_text="Then you can add whom you raised it with, and what came of it.",
    )
    happened_at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label="When, if not now",
    )

    def clean_happened_at(self):
        at = self.cleaned_data["happened_at"]
        if at and at > clock.now():
            raise forms.ValidationError("This lies in the future.")
        return at

    def kind(self) -> str:
        return LogEntry.CONCERN if self.cleaned_data["concern"] else LogEntry.NOTE


class EntryForm(forms.Form):
    words = forms.CharField(max_length=10_000, widget=LONG, label="In your own words")
    raised_with = forms.CharField(
        max_length=300, required=False, label="Raised with", help_text="The lead inspector, the senior number, others."
    )
    came_of = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What came of it"
    )

    def __init__(self, *args, concern: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not concern:
            del self.fields["raised_with"], self.fields["came_of"]
