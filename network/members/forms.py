"""Forms of those who run the network: set-up, memberships, roles."""

from django import forms

from network.contact import contact_validation
from network.contact.fields import EmailField, OneLineField
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.schools.models.authority import Authority
from network.schools.models.organisation import Organisation
from network.schools.models.school import School


class SetUpForm(forms.Form):
    name = OneLineField(label="Name of the network", max_length=100, help_text="Mostly the name of the place.")
    controller = OneLineField(
        label="Who answers for the personal data",
        max_length=200,
        help_text="The data controller in law. The pages about privacy name it.",
    )
    host = OneLineField(
        label="Who runs the server",
        max_length=200,
        help_text=(
            "It should not be an employer of heads: somebody with full access to a server could read what is written "
            "there from then on."
        ),
    )
    contact = OneLineField(
        label="How to reach whoever runs the network", max_length=200, help_text="A telephone number and an address."
    )
    authorities = forms.CharField(
        label="Authorities you serve",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text="One a line: the register's three-digit number, then the name. For example: 852 Southampton",
    )

    def clean_authorities(self):
        found: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["authorities"].splitlines(), 1):
            try:
                code, _, name = contact_validation.one_line(line).partition(" ")
            except ValueError as fault:
                raise forms.ValidationError(str(fault)) from None
            if not code and not name:
                continue
            if not (len(code) == 3 and code.isascii() and code.isdigit()) or not name.strip():
                raise forms.ValidationError(f"Line {number}: write three digits and the name, like 852 Southampton.")
            if len(name) > 100:
                raise forms.ValidationError(f"Line {number}: a name can have 100 letters.")
            other = Authority.objects.filter(name=name.strip()).exclude(code=code).first()
            if code in found or name.strip() in found.values() or other is not None:
                raise forms.ValidationError(f"Line {number}: this number or name is taken by another authority.")
            found[code] = name.strip()
        if not found:
            raise forms.ValidationError("Name at least one authority.")
        return list(found.items())

    def host_employs_heads(self) -> bool:
        host = self.cleaned_data["host"].casefold()
        employers = Organisation.objects.filter(kind__in=Organisation.EMPLOYERS).values_list("name", flat=True)
        return any(name.casefold() in host for name in employers if name)


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label="As what", choices=Membership.ROLES)
    urn = forms.CharField(label="School", max_length=40, required=False, help_text="Its six-digit URN.")
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Or organisation",
        required=False,
        to_field_name="public_id",
        empty_label="None",
    )

    def clean(self):
        values = super().clean()
        urn, organisation = (values.get("urn") or "").strip(), values.get("organisation")
        if bool(urn) == bool(organisation):
            raise forms.ValidationError("Give a school or an organisation: one of the two.")
        values["school"] = School.objects.filter(urn=urn).first() if urn else None
        if urn and values["school"] is None:
            self.add_error("urn", "The register has no school with this URN.")
        values.pop("urn", None)
        return values


class RoleForm(forms.Form):
    email = EmailField(label="Email address", help_text="The one this member signs in with.")
    role = forms.ChoiceField(label="Role", choices=RoleGrant.ROLES, widget=forms.RadioSelect)

    def clean_email(self):
        person = Person.objects.joined().filter(email=self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError("No member signs in with this address. Send an invitation instead.")
        self.cleaned_data["person"] = person
        return self.cleaned_data["email"]
