"""A form says what is missing or wrong in plain words: each field of each form of this project, and of allauth's."""

import importlib
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.house.modules import APPS, dotted, modules

STIFF = ("This field", "Enter a", "Select a valid", "Ensure ", "No file was", "submitted", "Null ", "valid value")


def every_form() -> list[type[forms.BaseForm]]:
    for path in modules("forms", "views"):
        importlib.import_module(dotted(path))
    importlib.import_module("allauth.account.forms")
    importlib.import_module("allauth.mfa.base.forms")
    found, left = [], [forms.BaseForm]
    while left:
        for kind in left.pop().__subclasses__():
            left.append(kind)
            if kind.__module__.partition(".")[0] in [*APPS, "allauth"]:
                found.append(kind)
    return found


def test_no_field_of_any_form_says_what_django_says():
    found = {}
    for form in every_form():
        for name, field in getattr(form, "base_fields", {}).items():
            said = [*map(str, field.error_messages.values())]
            said += [str(each.message) for each in field.validators if hasattr(each, "message")]
            own = [words for words in said if words.startswith(STIFF) and "telephone" not in words]
            if own and form.__module__.partition(".")[0] in APPS:
                found[f"{form.__module__}.{form.__name__}.{name}"] = own
    assert len(every_form()) > 60
    assert found == {}


class Every(forms.Form):
    name = forms.CharField(max_length=3)
    mail = forms.EmailField()
    website = forms.URLField(assume_scheme="https")
    number = forms.IntegerField(min_value=1, max_value=9)
    day = forms.DateField()
    hour = forms.TimeField()
    moment = forms.DateTimeField()
    one = forms.ChoiceField(choices=[("a", "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    agreed = forms.BooleanField()
    file = forms.FileField()


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("name", "Please fill this in."),
        ("mail", "Please fill this in."),
        ("website", "Please fill this in."),
        ("number", "Please fill this in."),
        ("day", "Please fill this in."),
        ("hour", "Please fill this in."),
        ("moment", "Please fill this in."),
        ("one", "Please choose one."),
        ("several", "Please choose at least one."),
        ("agreed", "Please tick this."),
        ("file", "Please choose a file."),
    ],
)
def test_what_is_missing(name, missing):
    assert Every({}).errors[name] == [missing]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "Robin", "Please use at most 3 characters. These are 5."),
        ("name", "a\0", "A character in this cannot be kept. Please type it anew."),
        ("mail", "robin", "Write an email address like name@example.org."),
        ("website", "javascript:alert(1)", "Write an address like https://www.example.org."),
        ("number", "some", "Write a whole number, like 3."),
        ("number", "0", "Please give 1 or more."),
        ("number", "10", "Please give 9 or less."),
        ("day", "31/04/2026", "Write a date like 23 November 2026 or 23/11/2026."),
        ("day", "11/23/2026", "Write a date like 23 November 2026 or 23/11/2026."),
        ("hour", "soon", "Write a time like 09:30 or 14:05."),
        ("moment", "soon", "Write a day and a time like 23/11/2026 14:05."),
        ("one", "b", "Please choose one of those offered."),
        ("several", ["b"], "Please choose one of those offered."),
    ],
)
def test_what_is_wrong(name, typed, said):
    assert said in Every({name: typed}).errors[name]


def test_an_empty_file():
    assert Every({}, {"file": SimpleUploadedFile("a.csv", b"")}).errors["file"] == ["This file is empty."]


@pytest.mark.parametrize("typed", ["23 November 2026", "23 Nov 2026", "23/11/2026", "2026-11-23", " 23 november 2026 "])
def test_a_date_is_taken_as_the_words_say_it_may_be_written(typed):
    form = Every({"day": typed})
    assert "day" not in form.errors
    assert form.cleaned_data["day"] == date(2026, 11, 23)


@pytest.mark.parametrize(("name", "typed"), [("hour", "09:30"), ("moment", "23/11/2026 14:05")])
def test_an_hour_and_a_moment_too(name, typed):
    assert name not in Every({name: typed}).errors
