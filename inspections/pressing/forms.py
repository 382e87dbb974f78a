from django import forms

from inspections.pressing.actions import ANSWERS


class PressForm(forms.Form):
    """The buttons. Nothing else is read: an unknown field, or another answer, is no answer."""

    said = forms.ChoiceField(choices=ANSWERS)
