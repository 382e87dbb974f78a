"""Form fields of people, addresses and numbers; network/contact/contact_validation.py checks what is typed in them."""

from collections.abc import Callable

from django import forms

from network.contact import contact_validation
from network.people.models.person import Person


class _Checked(forms.CharField):
    check: Callable[[str], str]

    def __init__(self, **kwargs):
        # Longer than anything real: the check names the true limit in its own words.
        super().__init__(**{"max_length": 2000, "strip": True} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return text
        try:
            return type(self).check(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class OneLineField(_Checked):
    """Words in one line, with single spaces between them."""

    check = staticmethod(contact_validation.one_line)


class NameField(_Checked):
    check = staticmethod(contact_validation.name)
    widget = forms.TextInput(attrs={"autocomplete": "name"})


class EmailField(_Checked):
    check = staticmethod(contact_validation.email)
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "inputmode": "email"})


class PhoneField(_Checked):
    check = staticmethod(contact_validation.phone)
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})


class AnyPhoneField(PhoneField):
    """A number to be rung, not texted: landlines too."""

    check = staticmethod(contact_validation.any_phone)


class PersonField(forms.ModelChoiceField):
    """Somebody of a list that the form is given, by name."""

    def __init__(self, **kwargs):
        super().__init__(Person.objects.none(), to_field_name="public_id", **kwargs)

    def label_from_instance(self, person: Person) -> str:
        return person.name
