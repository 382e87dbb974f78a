import base64
import binascii
import re
import tempfile
from functools import cache
from pathlib import Path

from django import forms
from django.db.models import Q

from network import rules
from network.contact.fields import EmailField, NameField, PhoneField
from network.invitations import invitation_file
from network.invitations import rules as invitation_rules
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.register.files.faults import BadFile, Refused
from network.register.files.table import fold
from network.schools.models.organisation import Organisation
from network.schools.models.school import School

AT_SCHOOL = frozenset({*Membership.HEAD_ROLES, Membership.DEPUTY, Invitation.DIRECTORY})
FITS = 20  # more than can be read through at a glance are not offered
TITLES = dict(Invitation.ROLES)
# Every word the file may use for a role.
ROLE_WORDS = {fold(key.replace("_", " ")): key for key in TITLES} | {
    fold(title.replace("-", " ")): key for key, title in TITLES.items()
}
_HEAD_SAID = ("headteacher", "head teacher", "headmaster", "headmistress", "principal")
ROLE_WORDS |= dict.fromkeys(_HEAD_SAID, Membership.HEAD)
for _said in _HEAD_SAID:
    ROLE_WORDS |= {
        f"acting {_said}": Membership.ACTING_HEAD,
        f"co {_said}": Membership.CO_HEAD,
        f"deputy {_said}": Membership.DEPUTY,
    }
ROLE_WORDS |= {"deputy head": Membership.DEPUTY}


def roles_for(person) -> list[tuple[str, str]]:
    mine = rules.represents(person)
    return [
        (role, title)
        for role, title in Invitation.ROLES
        if invitation_rules.can_invite(person, role) or (mine and invitation_rules.can_invite(person, role, mine[0]))
    ]


def organisations_for(person):
    """Whom somebody may be invited to speak or work for, by name: whoever represents one, theirs alone."""
    if not rules.runs_the_network(person):
        return Organisation.objects.filter(pk__in=[one.pk for one in rules.represents(person)]).order_by("name")
    return Organisation.objects.filter(_of_the_network()).order_by("name")


def _of_the_network() -> Q:
    """Typed by hand, employing a school of our own areas, or with a member. The register may hold all England's."""
    schools = School.objects.in_network().order_by()
    found = Q(register_code="")
    for ids in (
        schools.values("trust"),
        schools.values("foundation"),
        schools.values("board"),
        Membership.objects.values("organisation"),
    ):
        found |= Q(pk__in=ids)
    return found


def _with_place(school: School) -> str:
    where = school.town or school.authority.name
    return f"{school.name}, {where} (URN {school.urn})"


class InvitationForm(forms.Form):
    name = NameField(label="Name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = EmailField(
        label="Email address",
        help_text="Shown to nobody once the invitation is accepted: the person is asked for a private one first.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    school = forms.CharField(
        label="School",
        max_length=200,
        required=False,
        help_text="Part of its name or place, or its URN. For heads, deputies and colleagues with Ofsted experience.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.ChoiceField(label="Which school?", required=False, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation",
        required=False,
        to_field_name="public_id",
        empty_label="None",
        help_text="For representatives, officers and administrators.",
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"].choices = roles_for(by)
        self.fields["organisation"].queryset = organisations_for(by)
        if not rules.runs_the_network(by):
            del self.fields["school"]
        if not self.is_bound or "school" not in self.fields:
            del self.fields["which"]

    def clean_school(self) -> School | None:
        """By its URN or its whole name at once; by less, only once one of those that fit is chosen."""
        typed = self.cleaned_data["school"].strip()
        if not typed:
            return None
        mine = School.objects.open().in_network()
        if re.fullmatch(r"[0-9]{6}", typed):
            if found := mine.filter(urn=typed).first():
                return found
            raise forms.ValidationError("No open school of this network has this URN.")
        alike = list(mine.filter(name__iexact=typed)[:2])
        if len(alike) == 1:
            return alike[0]
        fits = list(mine.called(typed).select_related("authority")[: FITS + 1])
        if not fits:
            raise forms.ValidationError("No open school of this network fits. Try another part of its name or place.")
        if len(fits) > FITS:
            raise forms.ValidationError(f"More schools fit than the {FITS} we can show. Type more of its name.")
        self.fields["which"].choices = [(one.urn, _with_place(one)) for one in fits]
        return {one.urn: one for one in fits}.get(self.data.get("which", ""))

    def clean(self):
        values = super().clean()
        role, school, organisation = values.get("role"), values.get("school"), values.get("organisation")
        asks_which = "which" in self.fields and bool(self.fields["which"].choices)
        if "which" in self.fields and not asks_which:
            del self.fields["which"]
            self.errors.pop("which", None)
        if asks_which and school is None and "which" not in self.errors:
            self.add_error("which", "Choose the school.")
        if not role:
            return values
        named = school is not None or asks_which or "school" in self.errors
        if role in Membership.HEAD_ROLES | {Membership.DEPUTY} and not named:
            self.add_error("school", "This role belongs to a school. Type part of its name, or its URN.")
        if role == Membership.REPRESENTATIVE and organisation is None:
            self.add_error("organisation", "Choose whom this person speaks for.")
        if role == Invitation.DIRECTORY and named == bool(organisation):
            self.add_error("role", "Say where this colleague works: a school, or an organisation.")
        if role in AT_SCHOOL and role != Invitation.DIRECTORY:
            organisation = None
        if role not in AT_SCHOOL:
            school = None
        if role in invitation_rules.OF_THE_NETWORK:
            organisation = None
        if not invitation_rules.can_invite(self.by, role, organisation):
            self.add_error("role", "You can invite for your own organisation only.")
        if not self.errors:
            values["wanted"] = Invitation(
                name=values["name"], email=values["email"], role=role, school=school, organisation=organisation
            )
        return values


class InvitationFileForm(forms.Form):
    """Reads and checks the file; what it held travels on with the preview, so that nothing is kept in between."""

    file = forms.FileField(label="The filled-in file", required=False, allow_empty_file=True)
    held = forms.CharField(required=False, widget=forms.HiddenInput, strip=True)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.faults: list[Refused] = []
        self.wanted: list[Invitation] = []
        # Asked once for each role and organisation, however many rows there are.
        self._may = cache(lambda role, organisation: invitation_rules.can_invite(by, role, organisation))

    def clean(self):
        values = super().clean()
        try:
            content = self._content(values)
            read = self._read(content)
        except BadFile as fault:
            raise forms.ValidationError(str(fault)) from fault
        self.faults = read.faults
        urns = {row.urn for row in read.rows if row.urn}
        schools = School.objects.open().in_network().in_bulk(urns, field_name="urn")
        organisations = {one.name.casefold(): one for one in organisations_for(self.by)}
        for row in read.rows:
            self._add(row, schools.get(row.urn), organisations.get(row.organisation.casefold()))
        self.faults.sort()
        self.held_again = base64.b64encode(content).decode()
        return values

    def _add(self, row, school, organisation) -> None:
        if row.urn and school is None:
            self.faults.append(Refused(row.number, "urn", f"no open school of this network has the URN {row.urn}."))
        elif row.organisation and organisation is None:
            self.faults.append(
                Refused(row.number, "organisation", f"no organisation here is called “{row.organisation[:60]}”.")
            )
        elif not self._may(row.role, organisation):
            self.faults.append(Refused(row.number, "role", f"you cannot invite a person to be: {TITLES[row.role]}."))
        else:
            self.wanted.append(
                Invitation(name=row.name, email=row.email, role=row.role, school=school, organisation=organisation)
            )

    def _content(self, values) -> bytes:
        file = values.get("file")
        if file is not None:
            return file.read()
        if not values.get("held"):
            raise BadFile("Choose a file first.")
        try:
            return base64.b64decode(values["held"], validate=True)
        except (binascii.Error, ValueError) as fault:
            raise BadFile("The preview was lost on the way. Choose the file again.") from fault

    @staticmethod
    def _read(content: bytes) -> invitation_file.Read:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "invitations.csv"
            path.write_bytes(content)
            return invitation_file.read(path, ROLE_WORDS, AT_SCHOOL.__contains__)


class AcceptForm(forms.Form):
    name = NameField(label="Your name")
    email = EmailField(
        label="A private email address",
        required=False,
        help_text=(
            "Yours, not the school's: it stays yours if you ever leave. Sign-in codes go there, and never again to the "
            "address we wrote to. Leave it empty only if you have none."
        ),
    )
    own = forms.BooleanField(
        label="The address you wrote to is my own, not the school’s or an employer’s", required=False
    )
    phone = PhoneField(
        label="A private mobile number",
        required=False,
        help_text="So that your buddy can ring you. Nobody else sees it.",
    )

    def __init__(self, *args, invited: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.invited = invited

    def clean(self):
        values = super().clean()
        if values.get("email") == self.invited and not values.get("own"):
            self.add_error(
                "email",
                "This is the address we wrote to. If it is your own, tick the box below. If it is the school’s or an "
                "employer’s, give another, or leave this empty.",
            )
        return values
