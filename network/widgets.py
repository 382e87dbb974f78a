from django import forms


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar; the value travels as YYYY-MM-DD."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """A time of day in London, by the browser's own clock; the value travels as HH:MM."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")
