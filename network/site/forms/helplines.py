from django import forms

from network.contact.contact_validation import has_controls, pasted
from network.contact.fields import AnyPhoneField, OneLineField
from network.site.models.helpline import Helpline


class HelplineForm(forms.ModelForm):
    website = forms.URLField(label="Website", required=False, assume_scheme="https")

    class Meta:
        model = Helpline
        fields = ("name", "phone", "text_number", "website", "about", "source", "place", "on_every_page")
        labels = {
            "name": "Who answers",
            "phone": "Telephone number",
            "text_number": "Number for texts",
            "about": "In a sentence or two",
            "source": "Where you checked this",
            "place": "Place in the list",
            "on_every_page": "Show at the foot of every page",
        }
        help_texts = {
            "about": "The first sentence stands after the number on every page: when it answers, and what it costs.",
            "place": "Lower numbers come first.",
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 3}), "phone": forms.TextInput(attrs={"type": "tel"})}

    def clean_phone(self):
        phone = pasted(self.cleaned_data["phone"])
        if has_controls(phone) or sum(letter.isdigit() for letter in phone) < (3 if phone else 0):
            raise forms.ValidationError("Enter a telephone number, like 116 123.")
        return phone

    def clean(self):
        values = super().clean()
        if values.get("on_every_page") and not values.get("phone"):
            self.add_error("phone", "A line of every page needs a number to ring.")
        return values


class NeedSomeoneForm(forms.Form):
    name = OneLineField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = AnyPhoneField(
        label="Your telephone number",
        help_text="A private one, if you can. The officer rings it; nobody else sees it.",
    )
    school_name = OneLineField(label="Your school", max_length=200, required=False, help_text="Only if you like.")
    by_text = forms.BooleanField(
        label="Text me instead of ringing", required=False, help_text="Then give a number that takes texts."
    )
