from django import forms

from inspections.check_ins.models import CheckIn


class AnswerForm(forms.Form):
    """The four buttons. Nothing else is read: an unknown field, or another answer, is no answer."""

    answer = forms.ChoiceField(choices=CheckIn.ANSWERS)


TEXT_ME = "text_me"  # "Please ring me", by a text


class LinkAnswerForm(AnswerForm):
    answer = forms.ChoiceField(choices=[*CheckIn.ANSWERS, (TEXT_ME, "Text me instead")])


class SignedInAnswerForm(AnswerForm):
    answer = forms.ChoiceField(label="How is it going?", choices=CheckIn.ANSWERS, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Anything you want to write down",
        help_text="For you alone, unless you tick the box below.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    note_shared = forms.BooleanField(label="My buddy may read what I wrote", required=False)


class PhoneForm(forms.Form):
    name = forms.CharField(
        label="A name for this phone",
        help_text="So that you know it again in your list.",
        max_length=60,
        required=False,
    )
