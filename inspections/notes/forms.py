from django import forms


class NoteForm(forms.Form):
    words = forms.CharField(
        label="Your note",
        help_text="For you alone, unless you tick the box below.",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "true"}),
        max_length=2000,
    )
    shared = forms.BooleanField(label="My buddy may read it", required=False)
