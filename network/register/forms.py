from django import forms

from network.register.files.file_date import date_in_name


class RegisterFileForm(forms.Form):
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,  # told in the reader's own words
        help_text=(
            "As published, CSV, Excel or OpenDocument: GIAS, GIAS links, or Ofsted’s latest or five-year inspections."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.ods,text/csv"}),
    )
    as_at = forms.DateField(
        label="Which day is its data of?",
        required=False,
        help_text="Only if the file’s name does not say it. For example 31/8/2026.",
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"],
        error_messages={"invalid": "Write the date as day, month and year, like 31/8/2026."},
        widget=forms.DateInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    authority = forms.CharField(
        label="Take one council’s schools only",
        required=False,
        max_length=100,
        help_text="Its name as in the register, for example Southampton. Leave empty to take this network’s own areas.",
    )
    everywhere = forms.BooleanField(
        label="Take the whole of England",
        required=False,
        help_text="Schools outside this network’s areas can be looked at, and are never paired.",
    )

    def clean(self):
        values = super().clean() or {}
        if values.get("authority") and values.get("everywhere"):
            self.add_error("everywhere", "Choose one: one council’s schools, or the whole of England.")
        file = values.get("file")
        if file and not values.get("as_at") and "as_at" not in self.errors:
            values["as_at"] = date_in_name(file.name)
            if values["as_at"] is None:
                self.add_error("as_at", "The file’s name does not say which day its data is of. Give the date.")
        return values
