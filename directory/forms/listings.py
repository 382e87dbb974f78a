from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from directory.models import DirectorySettings, Leave
from directory.models.availability import WEEKDAYS
from directory.needs import NEEDS, PHASES
from network.models import School
from network.widgets import DayInput, HourInput


def helper(words: str) -> FormHelper:
    made = FormHelper()
    made.add_input(Submit("save", words))
    return made


class ListingForm(forms.Form):
    speciality = forms.CharField(
        max_length=300, label="What you know, in a sentence", help_text="Members read this beside your name."
    )
    knows = forms.MultipleChoiceField(
        choices=NEEDS, widget=forms.CheckboxSelectMultiple, required=False, label="You can be asked about"
    )
    phases = forms.MultipleChoiceField(
        choices=PHASES, widget=forms.CheckboxSelectMultiple, required=False, label="Phases you know"
    )
    roles_held = forms.CharField(max_length=200, required=False, label="Posts you have held")
    languages = forms.CharField(max_length=120, required=False, label="Languages, other than English")
    inspected_on = forms.DateField(
        required=False, widget=DayInput(), label="When you were last inspected yourself", help_text="If you were."
    )

    helper = helper("Save")


class DeclarationForm(forms.Form):
    serving_inspector = forms.TypedChoiceField(
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Do you inspect for Ofsted at present?",
        help_text="If you do, you are not asked until it is on record that your contract allows it.",
    )
    must_not_advise = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Schools you must not advise",
        help_text="One URN a line: family, a former post, a dispute. Only you see this list. Nobody asks why. "
        "Schools of your own employer are left out by themselves.",
    )
    true = forms.BooleanField(label="What I say here is true today")

    helper = helper("Declare")

    def clean_must_not_advise(self) -> list[School]:
        urns = [line.strip() for line in self.cleaned_data["must_not_advise"].splitlines() if line.strip()]
        found = {school.urn: school for school in School.objects.filter(urn__in=urns)}
        unknown = [urn for urn in urns if urn not in found]
        if unknown:
            raise forms.ValidationError(f"No school in the register has the URN {unknown[0][:20]}.")
        return list(found.values())


class WeekForm(forms.Form):
    """A pair of hours for each school day; both empty means not that day."""

    helper = helper("Save my week")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for day, name in WEEKDAYS:
            self.fields[f"from_{day}"] = forms.TimeField(required=False, widget=HourInput(), label=f"{name} from")
            self.fields[f"until_{day}"] = forms.TimeField(required=False, widget=HourInput(), label=f"{name} until")

    def clean(self):
        cleaned = super().clean()
        for day, name in WEEKDAYS:
            start, end = cleaned.get(f"from_{day}"), cleaned.get(f"until_{day}")
            if bool(start) != bool(end):
                self.add_error(f"until_{day}", f"{name} needs both hours, or neither.")
            elif start and end and end <= start:
                self.add_error(f"until_{day}", f"{name} ends before it begins.")
        return cleaned

    def days(self) -> dict:
        data = self.cleaned_data
        return {day: (data[f"from_{day}"], data[f"until_{day}"]) for day, _ in WEEKDAYS if data.get(f"from_{day}")}


class LeaveForm(forms.Form):
    starts_on = forms.DateField(widget=DayInput(), label="First day off")
    ends_on = forms.DateField(widget=DayInput(), label="Last day off")
    kind = forms.ChoiceField(choices=Leave.KINDS, widget=forms.HiddenInput, required=False, initial=Leave.LEAVE)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "The last day comes before the first.")
        if start and end and (end - start).days > 366:
            self.add_error("ends_on", "That is more than a year. Pause your listing instead.")
        cleaned["kind"] = cleaned.get("kind") or Leave.LEAVE
        return cleaned


class SettingsForm(forms.Form):
    wave_size = forms.IntegerField(min_value=1, max_value=20, label="How many are asked at once")
    waits = forms.CharField(
        max_length=40,
        label="Minutes from the call to each further wave",
        help_text="For example: 5, 10, 15. Those asked earlier stay asked.",
    )
    speak_within = forms.IntegerField(
        min_value=1, max_value=120, label="Minutes within which they should have spoken", help_text="Then it re-opens."
    )
    thin_cover = forms.IntegerField(min_value=1, max_value=50, label="Cover is thin with fewer colleagues than")

    helper = helper("Save")

    def clean_waits(self) -> list[int]:
        try:
            waits = [int(part) for part in self.cleaned_data["waits"].replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError("Use whole minutes, such as 5, 10, 15.") from None
        if not waits or min(waits) < 1 or max(waits) > 240 or waits != sorted(set(waits)):
            raise forms.ValidationError("Use whole minutes, each later than the one before, up to 240.")
        return waits


def settings_initial(row: DirectorySettings) -> dict:
    return {
        "wave_size": row.wave_size,
        "waits": ", ".join(map(str, row.waits)),
        "speak_within": row.speak_within,
        "thin_cover": row.thin_cover,
    }
