from django import forms

from network.contact import contact_validation
from network.contact.fields import EmailField, NameField, PersonField, PhoneField
from network.contact.models.contact_point import ContactPoint
from network.people.models.person import Person
from network.sign_in.forms import CodeField
from network.widgets import HourInput


class DetailsForm(forms.Form):
    name = NameField(label="Your name", help_text="As members know you.")
    about = forms.CharField(
        label="About me",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you would like other members to know of you. All members see it.",
    )

    def clean_about(self):
        about = self.cleaned_data["about"].replace("\r\n", "\n")
        if contact_validation.has_controls(about.replace("\n", "")):
            raise forms.ValidationError("There is a hidden character in this text. Type it again by hand.")
        return about


class QuietHoursForm(forms.Form):
    quiet_from = forms.TimeField(label="From", widget=HourInput)
    quiet_until = forms.TimeField(label="Until", widget=HourInput)
    quiet_weekends = forms.BooleanField(label="All of Saturday and Sunday", required=False)
    quiet_holidays = forms.BooleanField(label="School holidays and bank holidays", required=False)


class ContactPointForm(forms.Form):
    WAYS = [
        ("private-email", "An email address of my own"),
        ("school-email", "An email address of the school or my employer"),
        ("phone", "A mobile number"),
    ]
    way = forms.ChoiceField(label="What is it?", choices=WAYS, widget=forms.RadioSelect)
    address = forms.CharField(label="Address or number", max_length=2000)

    def clean(self):
        values = super().clean()
        way, typed = values.pop("way", ""), values.get("address")
        if way and typed:
            field = PhoneField() if way == "phone" else EmailField()
            try:
                values["address"] = field.clean(typed)
            except forms.ValidationError as error:
                self.add_error("address", error)
            values["channel"] = ContactPoint.SMS if way == "phone" else ContactPoint.EMAIL
            values["private"] = way != "school-email"
        return values


class AddressCheckForm(forms.Form):
    code = CodeField(6, label="The code we sent", help_text="Six digits.")


class EraseForm(forms.Form):
    sure = forms.CharField(label="Type “erase” to go on", max_length=40)

    def clean_sure(self):
        if self.cleaned_data["sure"].strip().casefold() != "erase":
            raise forms.ValidationError("Type the word erase, so that nothing is lost by a slip.")
        return self.cleaned_data["sure"]


class DeputyForm(forms.Form):
    deputy = PersonField(label="Who is your deputy?", widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people


class OpenAgainForm(forms.Form):
    """Gives `person`: whose closed account it is."""

    person: Person
    email = EmailField(label="Email address", help_text="The one with which they signed in.")

    def clean_email(self):
        closed = Person.objects.filter(is_active=False, erased_at__isnull=True)
        found = closed.filter(email=self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError("No closed account has this address.")
        self.person = found
        return found.email
