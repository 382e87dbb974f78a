from collections.abc import Sequence

from django import forms

from inspections.terms.lines import CLOSURE, EACH, TERM, Line, spelled
from inspections.terms.queries import areas, school_of
from inspections.terms.questions import asked_about
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
    """What the preview hands on: the dates as read, in our own shape, and which of them count. Some are asked about."""

    dates = forms.CharField(widget=forms.HiddenInput, max_length=200_000)
    source = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
    left = forms.CharField(widget=forms.HiddenInput, max_length=200_000, required=False)
    struck = forms.MultipleChoiceField(label="Leave out", required=False)

    def __init__(self, *args, lines: Sequence[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        asked = asked_about(self.lines)
        self.asked = {number: f"take-{number}" for number, line in enumerate(self.lines) if line in asked}
        for number, name in self.asked.items():
            line = self.lines[number]
            self.fields[name] = forms.ChoiceField(
                label=f"{line.name}: {spelled(line.first, line.last)}",
                help_text=" ".join(asked[line]),
                choices=[("yes", "Yes, take it"), ("no", "No, leave it out")],
                widget=forms.RadioSelect,
            )
        self.fields["struck"].choices = [
            (str(n), line.name) for n, line in enumerate(self.lines) if n not in self.asked
        ]

    def rows(self) -> list[dict]:
        """Each line as the page shows it: asked about below, or with a box to strike it out."""
        struck = self["struck"].value() or ()
        return [
            {"line": line, "number": n, "asked": n in self.asked, "struck": str(n) in struck}
            for n, line in enumerate(self.lines)
        ]

    def left_out(self) -> list[tuple[str, list[str]]]:
        """What `as_text` made of it."""
        said: list[tuple[str, list[str]]] = []
        for line in (self["left"].value() or "").splitlines():
            if line.startswith(EACH) and said:
                said[-1][1].append(line.removeprefix(EACH))
            else:
                said.append((line, []))
        return said

    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked.values()]

    @property
    def kept(self) -> list[Line]:
        out = {int(number) for number in self.cleaned_data["struck"]}
        out |= {number for number, name in self.asked.items() if self.cleaned_data[name] == "no"}
        return [line for number, line in enumerate(self.lines) if number not in out]


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
