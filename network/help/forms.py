from django import forms

from network import clock
from network.contact.fields import PersonField
from network.widgets import DayInput


class AwayForm(forms.Form):
    from_on = forms.DateField(label="First day away", widget=DayInput)
    until_on = forms.DateField(label="Last day away", widget=DayInput)
    cover = PersonField(
        label="Who covers",
        help_text="Another officer. Ask first. Without one, the page for heads in need says that nobody is there.",
        required=False,
        empty_label="Nobody",
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = others

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if last and last < clock.today():
            self.add_error("until_on", "This day has passed.")
        if first and last and last < first:
            self.add_error("until_on", "The last day comes before the first.")
        elif first and last and (last - first).days > 366:
            self.add_error("until_on", "More than a year is too long: end the role instead.")
        return cleaned
