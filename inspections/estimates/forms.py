from django import forms
from django.core.validators import MaxValueValidator

from inspections.windows.models.estimates import EstimateRow
from network.widgets import DayInput, HourInput

# What such a row says stands in the code; the row keeps its source, and when somebody checked it.
IN_THE_SOFTWARE = frozenset({"ofsted_line", "letters"})


class EstimateForm(forms.ModelForm):
    """Of hour, number and lines only the one that this estimate is made of."""

    class Meta:
        model = EstimateRow
        fields = ["hour", "number", "lines", "source", "confidence", "from_date", "to_date"]
        labels = {
            "hour": "Time of day, London",
            "number": "How many",
            "lines": "One to a line",
            "source": "Where it comes from",
            "confidence": "How sure it is",
            "from_date": "In force from",
            "to_date": "In force until",
        }
        widgets = {
            "hour": HourInput,
            "lines": forms.Textarea({"rows": 8}),
            "source": forms.Textarea({"rows": 3}),
            "from_date": DayInput,
            "to_date": DayInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.code in IN_THE_SOFTWARE:
            self.fields["lines"].disabled = True
        made_of = "lines" if self.instance.lines else "hour" if self.instance.hour else "number"
        for name in {"hour", "number", "lines"} - {made_of}:
            del self.fields[name]
        self.fields[made_of].required = True
        if made_of == "number":
            self.fields["number"].help_text = self.instance.unit
            self.fields["number"].validators.append(MaxValueValidator(9_999))

    def clean(self):
        said = super().clean()
        first, last = said.get("from_date"), said.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", "It must end after it begins.")
        return said
