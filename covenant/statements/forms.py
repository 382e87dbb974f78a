from django import forms

from covenant.statements.models import Statement


class PlainWords(forms.CharField):
    """Counts as the browser does: a new line is one character, though it is sent as two."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class StatementForm(forms.Form):
    words = PlainWords(
        label="What your organisation did this year to keep its promises",
        help_text="In plain words, promise by promise if you like, and also what did not go well. "
        f"{Statement.LONGEST:,} characters at the most. Name no head and no school.",
        max_length=Statement.LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
