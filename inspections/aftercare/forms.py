from django import forms

from inspections.aftercare.pauses import is_unusually_long
from inspections.deadlines.models import DeadlineRule
from network.widgets import DayInput


class PauseForm(forms.Form):
    paused_on = forms.DateField(label="Inspectors left on", widget=DayInput)
    resumes_on = forms.DateField(
        label="They come back on",
        widget=DayInput,
        required=False,
    )

    def __init__(self, *args, first, last, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.last, self.most = first, last, most

    def clean(self):
        cleaned = super().clean()
        left, back = cleaned.get("paused_on"), cleaned.get("resumes_on")
        if left and not self.first <= left <= self.last:
            self.add_error("paused_on", "Choose a day when inspectors were on site.")
        if left and back and back <= left:
            self.add_error("resumes_on", "They come back on a later day.")
        elif left and back and (back - left).days > 120:
            self.add_error("resumes_on", "That is more than four months. Please check the day.")
        self.unusual = bool(left and back and is_unusually_long(left, back, self.most))
        return cleaned


class DeadlineRuleForm(forms.ModelForm):
    class Meta:
        model = DeadlineRule
        labels = {
            "title": "Title",
            "says": "What it says",
            "number": "How many",
            "counted_in": "Counted in",
            "whose": "Whose",
            "only_if": "Only if",
            "source": "Source",
            "confidence": "How sure",
            "from_date": "In force from",
            "to_date": "In force until",
        }
        fields = list(labels)
        widgets = {"from_date": DayInput, "to_date": DayInput}
