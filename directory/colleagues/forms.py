from collections import defaultdict

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q

from directory.colleagues.models.availability import WEEKDAYS, Leave
from directory.needs import NEEDS, PHASES
from directory.settings.models import DirectorySettings
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
    employer = forms.CharField(
        max_length=200,
        required=False,
        label="Who employs you?",
        help_text="A trust, a council, a company, yourself. Its schools are then left out. If you work in a council's "
        "school, name the trust or governing body it shares with others, or leave this empty.",
    )
    must_not_advise = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Schools you must not advise",
        help_text="One name or URN a line: where family work, govern or learn; a former post; a dispute. Only you see "
        "this list. Nobody asks why. Schools of your own employer are left out by themselves.",
    )
    true = forms.BooleanField(label="What I say here is true today")

    helper = helper("Declare")

    def clean_must_not_advise(self) -> list[School]:
        lines = [line.strip() for line in self.cleaned_data["must_not_advise"].splitlines() if line.strip()]
        if len(lines) > 50:
            raise forms.ValidationError("These are more than 50 schools. Speak with the officer about it.")
        return schools_called(lines)


def schools_called(lines: list[str]) -> list[School]:
    """Each by its URN, which may stand after the name, or by its whole name where only one school bears it."""
    urns = {line: line.rpartition(",")[2].strip() for line in lines}
    urns = {line: urn for line, urn in urns.items() if urn.isascii() and urn.isdigit()}
    wanted = Q(urn__in=urns.values())
    for line in lines:
        if line not in urns:
            wanted |= Q(name__iexact=line)
    by_urn, by_name = {}, defaultdict(list)
    for school in School.objects.filter(wanted).order_by("urn") if lines else []:
        by_urn[school.urn] = school
        by_name[school.name.casefold()].append(school)
    found = []
    for line in lines:
        if line in urns and urns[line] not in by_urn:
            raise forms.ValidationError(f"No school in the register has the URN {urns[line][:20]}.")
        named = [by_urn[urns[line]]] if line in urns else by_name[line.casefold()]
        if not named:
            raise forms.ValidationError(f"No school in the register is called {line[:60]}. Its URN is sure.")
        if len(named) > 1:
            some = ", ".join(school.urn for school in named[:5])
            raise forms.ValidationError(f"More than one school is called {line[:60]}. Give the URN, such as {some}.")
        found += named
    return found


class WeekForm(forms.Form):
    """A pair of hours for each school day; both empty means not that day."""

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

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
    given = {name: getattr(row, name) for name in SettingsForm.base_fields}
    return given | {"waits": ", ".join(map(str, row.waits))}
