from django import forms

from buddies.matching.pair_rules import Weights
from buddies.matching.weighing import WORDS


class WeightsForm(forms.Form):
    """One whole number for each weight."""

    def __init__(self, now: Weights, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (title, says) in WORDS.items():
            self.fields[name] = forms.IntegerField(
                label=title,
                help_text=says[:1].upper() + says[1:],
                min_value=0,
                max_value=1000,
                initial=getattr(now, name),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            )

    def numbers(self) -> str:
        """What stands in the form, to tell whether it is still what was previewed."""
        return " ".join(str(self.cleaned_data[name]) for name in WORDS)

    def weights(self) -> Weights:
        return Weights(**self.cleaned_data)
