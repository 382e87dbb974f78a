from uuid import UUID

from django import forms


class ChosenForm(forms.Form):
    """One person, by public id."""

    person = forms.UUIDField(error_messages={"required": "Choose somebody."})


class PairForm(forms.Form):
    """Public ids of the people chosen; the view finds them among those the officer may see."""

    head = forms.UUIDField(widget=forms.HiddenInput)
    buddy = forms.UUIDField(error_messages={"required": "Choose a buddy."})
    reserve = forms.UUIDField(required=False)

    def clean(self) -> dict[str, UUID]:
        values = super().clean() or {}
        if values.get("reserve") and values["reserve"] == values.get("buddy"):
            self.add_error("reserve", "The reserve must be somebody else than the buddy.")
        return values


class PairingFileForm(forms.Form):
    file = forms.FileField(
        label="The file", allow_empty_file=True, error_messages={"required": "Choose the file first."}
    )
