"""What a form says of a field it cannot take, in plain words: for every field of every form, allauth's too.

Django's own words ("This field is required.") stand on its classes of fields and validators; ours are put in their
place once, as the apps are made ready and before any form is. A form that has better words for a field of its own
says them with `error_messages`, as ever.
"""

from django.core import validators
from django.forms import fields, models

CHOOSE = "Please choose one of those offered."

OF_FIELDS: dict[type[fields.Field], dict[str, str]] = {
    fields.Field: {"required": "Please fill this in."},
    fields.IntegerField: {"invalid": "Write a whole number, like 3."},
    fields.DateField: {"invalid": "Write a date like 23 November 2026 or 23/11/2026."},
    fields.TimeField: {"invalid": "Write a time like 09:30 or 14:05."},
    fields.DateTimeField: {"invalid": "Write a day and a time like 23/11/2026 14:05."},
    fields.FileField: {
        "required": "Please choose a file.",
        "invalid": "Please choose a file.",
        "missing": "Please choose a file.",
        "empty": "This file is empty.",
        "max_length": "The name of this file is too long: at most %(max)d characters. It has %(length)d.",
    },
    fields.URLField: {"invalid": "Write an address like https://www.example.org."},
    fields.BooleanField: {"required": "Please tick this."},
    fields.ChoiceField: {"required": "Please choose one.", "invalid_choice": CHOOSE},
    fields.MultipleChoiceField: {
        "required": "Please choose at least one.",
        "invalid_choice": CHOOSE,
        "invalid_list": CHOOSE,
    },
    fields.UUIDField: {"invalid": CHOOSE},
    models.ModelChoiceField: {"required": "Please choose one.", "invalid_choice": CHOOSE},
}

OF_VALIDATORS: dict[type, str] = {
    validators.EmailValidator: "Write an email address like name@example.org.",
    validators.URLValidator: "Write an address like https://www.example.org.",
    validators.MaxLengthValidator: "Please use at most %(limit_value)d characters. These are %(show_value)d.",
    validators.MinLengthValidator: "Please use at least %(limit_value)d characters. These are %(show_value)d.",
    validators.MinValueValidator: "Please give %(limit_value)s or more.",
    validators.MaxValueValidator: "Please give %(limit_value)s or less.",
    validators.ProhibitNullCharactersValidator: "A character in this cannot be kept. Please type it anew.",
}


def put_in_place() -> None:
    for field, words in OF_FIELDS.items():
        field.default_error_messages = {**getattr(field, "default_error_messages", {}), **words}
    for validator, said in OF_VALIDATORS.items():
        validator.message = said
