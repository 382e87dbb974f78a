from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import MaxValueValidator

from buddies.pairings.heads import ALONE, MISSING, PAIRED, UNASKED
from inspections.schools.queries.table import NAME, SOONEST, Filters
from inspections.windows.models.windows import WindowOpening, WindowRule
from network.widgets import DayInput

ALL = "all"
PHASES = [
    ("", "All phases"),
    ("Nursery", "Nursery"),
    ("Primary", "Primary"),
    ("Middle deemed primary", "Middle deemed primary"),
    ("Middle deemed secondary", "Middle deemed secondary"),
    ("Secondary", "Secondary"),
    ("All-through", "All-through"),
    ("Not applicable", "Special and others"),
]
HEADS = [
    ("", "All heads"),
    (ALONE, "Without a buddy"),
    (UNASKED, "Nobody is asked yet"),
    (PAIRED, "With a buddy"),
    (MISSING, "No head here yet"),
]


class WindowFilter(forms.Form):
    """What the officer's table shows. A wrong or unknown value shows everything rather than an error."""

    q = forms.CharField(label="Name or URN", max_length=100, required=False)
    area = forms.ChoiceField(label="Area", required=False)
    phase = forms.ChoiceField(label="Phase", choices=PHASES, required=False)
    head = forms.ChoiceField(label="Head", choices=HEADS, required=False)
    open = forms.BooleanField(label="In the window", required=False)
    behind = forms.BooleanField(label="Where the register may be behind", required=False)
    sort = forms.ChoiceField(
        label="Order", choices=[(SOONEST, "Earliest usual date first"), (NAME, "By name")], required=False
    )

    def __init__(self, data, *, areas: list[tuple[int, str, str]]):
        """`areas` are the authorities of this network, as (key, code, name)."""
        super().__init__(data)
        self.areas = areas
        mine = [(code, name) for _, code, name in areas]
        first = mine[0][1] if len(mine) == 1 else "This network"
        self.fields["area"].choices = [("", first), *(mine if len(mine) > 1 else []), (ALL, "Every area we hold")]

    def filters(self) -> Filters:
        self.is_valid()
        said = self.cleaned_data
        area = said.get("area", "")
        authorities = [key for key, code, _ in self.areas if area in ("", code)]
        return Filters(
            authorities=None if area == ALL or not self.areas else authorities,
            phase=said.get("phase", ""),
            in_window=said.get("open", False),
            head=said.get("head", ""),
            search=said.get("q", ""),
            behind=True if said.get("behind") else None,
            sort=said.get("sort") or SOONEST,
        )


class WindowOpenForm(forms.Form):
    reason = forms.ChoiceField(label="Open it, because:", choices=WindowOpening.OPEN_REASONS, widget=forms.RadioSelect)


class WindowCloseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Close it, because:", choices=WindowOpening.CLOSE_REASONS, widget=forms.RadioSelect
    )


class WindowRuleForm(forms.ModelForm):
    """An administrator's edit of one rule: its words, numbers, source and dates. Its code stays."""

    class Meta:
        model = WindowRule
        labels = {
            "applies": "Which schools it is for",
            "explanation": "Why, in words to the head",
            "counts_from": "The usual date is counted from",
            "usual_from_months": "The usual range begins after (months)",
            "usual_months": "The usual date is after (months)",
            "limit_school_years": "The law's last date: school years after the one inspected in",
            "limit_on": "Or a fixed last date in law",
            "events_from": "For inspections begun from",
            "events_to": "For inspections begun to",
            "not_for": "Never for these kinds of school",
            "source": "Where it comes from",
            "confidence": "How sure it is",
            "from_date": "In force from",
            "to_date": "No longer in force from",
        }
        fields = list(labels)
        help_texts = {
            "explanation": "One or two plain sentences, without dates: those are worked out.",
            "source": "One to a line: what it is, then its address.",
            "not_for": "One to a line: a part of the kind, as the register names it.",
        }
        widgets = {name: DayInput() for name in ("limit_on", "events_from", "events_to", "from_date", "to_date")} | {
            "explanation": forms.Textarea({"rows": 4}),
            "source": forms.Textarea({"rows": 4}),
            "not_for": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save the rule"))
        for name, most in (("usual_from_months", 240), ("usual_months", 240), ("limit_school_years", 20)):
            self.fields[name].validators.append(MaxValueValidator(most))

    def clean_explanation(self) -> str:
        words = self.cleaned_data["explanation"].strip()
        if "overdue" in words.casefold():
            raise forms.ValidationError('Never "overdue" to a head: say "could be any Monday".')
        return words

    def clean(self):
        said = super().clean()
        for first, last, words in (
            ("from_date", "to_date", "It must end after it begins."),
            ("events_from", "events_to", "The last day must not be before the first."),
        ):
            if said.get(first) and said.get(last) and said[last] < said[first]:
                self.add_error(last, words)
        usual_from, usual = said.get("usual_from_months"), said.get("usual_months")
        if usual_from is not None and (usual is None or usual < usual_from):
            self.add_error("usual_months", "The range must end after it begins.")
        dated = said.get("counts_from") not in ("", "always", None)
        if dated and usual is None:
            self.add_error("usual_months", "Say after how many months, or count from nothing.")
        return said
