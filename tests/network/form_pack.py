"""A page with one field of each kind, and another with them all wrong; only for test_form_pack.py."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Fieldset, Layout, Submit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from network.widgets import DayInput, HourInput

CHOICES = [("a", "The first"), ("b", "The second")]
PAGE = """{% extends "layout.html" %}{% load crispy_forms_tags %}{% block title %}Every field{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Every field</h1>{% crispy form %}{% endblock %}"""


class EveryField(forms.Form):
    name = forms.CharField(label="Your name", help_text="As colleagues know you.")
    email = forms.EmailField(label="Your address")
    number = forms.IntegerField(label="How many")
    day = forms.DateField(label="Which day", widget=DayInput, help_text="For example 3 December 2026.")
    hour = forms.TimeField(label="What time", widget=HourInput, required=False)
    words = forms.CharField(label="In your words", widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label="Which kind", choices=[("", "Choose one"), *CHOICES])
    one = forms.ChoiceField(label="One of these", choices=CHOICES, widget=forms.RadioSelect, help_text="Choose one.")
    many = forms.MultipleChoiceField(label="Any of these", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="I am sure", help_text="It cannot be undone.")
    file = forms.FileField(label="A file")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        names = list(self.fields)
        self.helper.layout = Layout(Fieldset("About you", *names[:3]), *names[3:])
        self.helper.add_input(Submit("save", "Save"))
        self.helper.add_input(Button("back", "Back"))

    def clean(self):
        if self.cleaned_data.get("name") == "nobody":
            raise forms.ValidationError("Somebody has to be somebody.")
        return super().clean()


@login_not_required
def every_field(request):
    form = EveryField(request.POST or None, request.FILES or None)
    form.is_valid()
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [path("every-field/", every_field), path("", include("config.urls"))]
