from collections.abc import Mapping

from django import forms

from inspections.surveys.questions import SCALE


class QuestionsForm(forms.Form):
    """Each question answered, from 1 to 5: with a gap the totals of two questions would differ by one head."""

    def __init__(self, *args, questions: Mapping[str, str], **more):
        super().__init__(*args, **more)
        for code, words in questions.items():
            self.fields[code] = forms.TypedChoiceField(
                label=words,
                coerce=int,
                choices=[(mark, said) for mark, said in SCALE.items()],
                widget=forms.RadioSelect,
            )
