from django import forms

from inspections.support.models.log import LogEntry
from network import clock

AREA = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "true"})


class LogForm(forms.Form):
    words = forms.CharField(max_length=10_000, widget=AREA, label="What happened, in your own words")
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
    words = forms.CharField(max_length=10_000, widget=AREA, label="In your own words")
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
