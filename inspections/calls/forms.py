from datetime import date

from django import forms

from inspections.visits.models import Inspection
from network import clock
from network.widgets import DayInput

FAR = 366  # days: a year that was mistyped, and no inspection


def _days_from_today(day: date) -> int:
    return (day - clock.today()).days


class CallForm(forms.Form):
    """Everything is optional but the school, and that only where there are several."""

    place = forms.ChoiceField(label="Which school?", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="What kind of visit?", choices=Inspection.KINDS, initial=Inspection.FULL, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label="First day on site", widget=DayInput, required=False)
    ends_on = forms.DateField(label="Last day on site", widget=DayInput, required=False)
    lead_inspector = forms.CharField(label="Lead inspector’s name", max_length=150, required=False)
    senior_number = forms.CharField(
        label="Senior Ofsted number",
        help_text="You are given it in the call. It is another one for each inspection.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    welfare_contact = forms.CharField(
        label="Who looks after your welfare?",
        help_text="The person you named to Ofsted: often the chair, the trust or the council.",
        max_length=150,
        required=False,
    )
    chair = forms.CharField(label="Chair of governors or trustees", max_length=150, required=False)

    def __init__(self, *args, places: dict[str, str], **kwargs):
        """`places`: what stands for a school and its head, with its name."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places.items())
        if len(places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.fields["place"].initial = next(iter(places))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        for name, day in (("starts_on", first), ("ends_on", last)):
            if day and name in self.changed_data and abs(_days_from_today(day)) > FAR:
                self.add_error(name, "That is more than a year away. Please check the year.")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first.")
        elif first and last and (last - first).days > 60:
            self.add_error("ends_on", "That is more than two months. Please check the days.")
        return cleaned


class ChangeForm(CallForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, places={}, **kwargs)
        del self.fields["place"]
        self.fields["starts_on"].required = self.fields["ends_on"].required = True


class DatesForm(forms.Form):
    """There is no field for an outcome, on purpose."""

    draft_on = forms.DateField(label="The draft report came on", widget=DayInput, required=False)
    published_on = forms.DateField(label="The report was published on", widget=DayInput, required=False)
    minor_points_on = forms.DateField(
        label="Minor points were sent on",
        help_text="Leave it empty if you sent a complaint, or nothing.",
        widget=DayInput,
        required=False,
    )
    complained_on = forms.DateField(
        label="A complaint was sent on",
        help_text="Only the day, for its deadlines. Leave it empty if you sent minor points, or nothing.",
        widget=DayInput,
        required=False,
    )
    replied_on = forms.DateField(label="Ofsted replied to the complaint on", widget=DayInput, required=False)

    def __init__(self, *args, ends_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.ends_on = ends_on

    def clean(self):
        cleaned = super().clean()
        draft, published = cleaned.get("draft_on"), cleaned.get("published_on")
        for name in self.fields:
            day = cleaned.get(name)
            if day and day < self.ends_on:
                self.add_error(name, "That is before the last day on site.")
            elif day and _days_from_today(day) > FAR:
                self.add_error(name, "That is more than a year away. Please check the year.")
        if draft and published and published < draft:
            self.add_error("published_on", "That is before the draft came.")
        return cleaned


class SeenForm(forms.Form):
    ringing = forms.BooleanField(required=False, widget=forms.HiddenInput())
    reply = forms.CharField(
        label="A short word back",
        help_text="For example: With you. Ringing at 12.30.",
        max_length=140,
        required=False,
    )
