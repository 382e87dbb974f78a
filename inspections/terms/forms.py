from django import forms

from inspections.terms.queries import areas, school_of
from inspections.terms.terms_file import CLOSURE, TERM
from network.widgets import DayInput


class PlaceForm(forms.Form):
    """For an area, or for one school of it."""

    area = forms.ChoiceField(label="Whose dates?")
    urn = forms.CharField(
        label="Only for one school?",
        help_text="Its URN. Its own terms take the place of the area’s; its own closed days come on top.",
        max_length=6,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = {area.public_id.hex if hasattr(area, "public_id") else area.code: area for area in areas()}
        self.fields["area"].choices = [(key, area.name) for key, area in self.areas.items()]

    def clean_urn(self):
        urn = self.cleaned_data["urn"].strip()
        self.school = school_of(urn) if urn else None
        if urn and self.school is None:
            raise forms.ValidationError("There is no school of this network with this URN.")
        return urn

    @property
    def place(self) -> dict:
        if self.school is not None:
            return {"authority": None, "school": self.school}
        return {"authority": self.areas[self.cleaned_data["area"]], "school": None}


class TermFileForm(PlaceForm):
    file = forms.FileField(
        label="A file", help_text="CSV, or a calendar (.ics). You see what is in it before it counts."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_file_%s", **kwargs)  # its page has a TermForm too


class TermPreviewForm(PlaceForm):
    """What the preview hands on: the dates as read, in our own shape."""

    dates = forms.CharField(widget=forms.HiddenInput, max_length=200_000)
    source = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)


class TermForm(PlaceForm):
    what = forms.ChoiceField(
        label="What?",
        choices=[(TERM, "A term, from the pupils’ first day to their last"), (CLOSURE, "Days without pupils")],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Its name", max_length=60)
    first = forms.DateField(label="First day", widget=DayInput)
    last = forms.DateField(label="Last day", widget=DayInput)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day cannot be before the first.")
        elif first and last and (last - first).days > 200:
            self.add_error("last", "That is more than 200 days. Please check the year.")
        return cleaned
