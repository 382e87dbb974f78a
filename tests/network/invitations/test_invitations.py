"""Sending invitations, by form and by file."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from network import clock
from network.invitations import actions as invitations
from network.invitations import tokens
from network.invitations.forms import ROLE_WORDS
from network.models import Invitation, Membership, Person
from network.privacy import key_store
from network.register.files.table import fold
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.wording import wording
from tests import factories as f
from tests.reading import as_read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network_ready")]
FILE = "network:invitation-file-send"


def wanted(**more) -> Invitation:
    return Invitation(**{"name": "Robin Example", "email": "robin@example.org", "role": "head"} | more)


def upload(client, text, **more):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse(FILE), {"file": SimpleUploadedFile("people.csv", content), **more})


def test_invitation_writes_one_neutral_mail(officer, cast):
    sent = invitations.send(by=officer, wanted=wanted(school=cast.school))
    row = Message.objects.get(to=sent.person, kind="invitation")
    words = wording.words(row)
    for private in ("Robin", "Example Junior School", "Head", "head", "Ofsted"):
        assert private not in words.subject + words.text
    assert f"/invitation/{tokens.make(sent)}/" in words.text
    assert key_store.decrypt(row.sealed) == tokens.make(sent)
    assert sent.person.joined_at is None
    assert not sent.person.has_usable_password()


def test_token_is_kept_as_a_hash_alone(officer, cast):
    sent = invitations.send(by=officer, wanted=wanted(school=cast.school))
    kept = Invitation.objects.get(pk=sent.pk)
    assert kept.token_hash == tokens.hashed(tokens.make(kept))
    assert len(tokens.make(kept)) * 6 >= 128


def test_same_invitation_again_sends_nothing(officer, cast):
    assert invitations.send(by=officer, wanted=wanted(school=cast.school)) is not None
    assert invitations.send(by=officer, wanted=wanted(school=cast.school)) is None
    assert Message.objects.filter(kind="invitation").count() == 1


def test_somebody_who_is_that_already_gets_none(officer, head, cast):
    assert invitations.send(by=officer, wanted=wanted(email=head.email, school=cast.school)) is None


def test_sending_again_kills_the_older_link(officer, cast):
    sent = invitations.send(by=officer, wanted=wanted(school=cast.school))
    older = tokens.make(sent)
    invitations.send_again(by=officer, invitation=sent)
    sent.refresh_from_db()
    assert tokens.find(older) is None
    assert tokens.find(tokens.make(sent)) == sent
    assert Message.objects.filter(kind="invitation").count() == 2


def test_withdrawn_invitation_is_dead(officer, cast):
    sent = invitations.send(by=officer, wanted=wanted(school=cast.school))
    token = tokens.make(sent)
    invitations.withdraw(by=officer, invitation=sent)
    assert tokens.find(token) is None
    with pytest.raises(WrongState, match="already"):
        invitations.withdraw(by=officer, invitation=sent)


def test_set_up_comes_before_real_people(officer, cast, network_ready):
    network_ready.host = ""
    network_ready.save()
    with pytest.raises(WrongState, match="who runs the server"):
        invitations.send(by=officer, wanted=wanted(school=cast.school))


def test_demo_is_exempt_from_set_up(officer, cast, network_ready, settings):
    network_ready.delete()
    settings.DEMO = True
    assert invitations.send(by=officer, wanted=wanted(school=cast.school)) is not None


def test_only_an_administrator_invites_officers(officer, administrator):
    with pytest.raises(NotAllowed):
        invitations.send(by=officer, wanted=wanted(role="officer"))
    assert invitations.send(by=administrator, wanted=wanted(role="officer")) is not None


def test_representative_invites_for_her_own_side_alone(representative, other_representative, cast):
    mine = wanted(role=Membership.REPRESENTATIVE, organisation=cast.employer)
    with pytest.raises(NotAllowed):
        invitations.send(by=other_representative, wanted=mine)
    with pytest.raises(NotAllowed):
        invitations.send(by=representative, wanted=wanted(school=cast.school))
    sent = invitations.send(by=representative, wanted=mine)
    assert list(Invitation.objects.visible_to(representative)) == [sent]
    assert not Invitation.objects.visible_to(other_representative).exists()


def test_member_invites_nobody(head, cast):
    with pytest.raises(NotAllowed):
        invitations.send(by=head, wanted=wanted(school=cast.school))


def test_address_is_shown_until_it_is_accepted(officer, cast, sign_in):
    sent = invitations.send(by=officer, wanted=wanted(school=cast.school))
    page = as_read(sign_in(officer).get(reverse("network:invitations")))
    assert "robin@example.org" in page
    Invitation.objects.filter(pk=sent.pk).update(state=Invitation.ACCEPTED)
    page = as_read(sign_in(officer).get(reverse("network:invitations") + "?state=accepted"))
    assert "Robin Example" in page
    assert "robin@example.org" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_invitations_costs_the_same_however_long(rows, officer, sign_in, django_assert_num_queries):
    f.InvitationFactory.create_batch(rows)
    client = sign_in(officer)
    with django_assert_num_queries(7):
        client.get(reverse("network:invitations"))


@pytest.mark.parametrize("rows", [1, 30])
def test_sending_many_costs_the_same_number_of_queries(rows, officer, cast, django_assert_num_queries):
    many = [wanted(email=f"robin{number}@example.org", school=cast.school) for number in range(rows)]
    with django_assert_num_queries(17):
        assert len(invitations.send_many(by=officer, wanted=many)) == rows
    assert Message.objects.filter(kind="invitation").count() == rows


def form_values(cast, **more):
    return {"name": "Robin Example", "email": "robin@example.org", "role": "head", "school": cast.school.urn} | more


def test_form_sends_one(officer, cast, sign_in):
    answer = sign_in(officer).post(reverse("network:invitation-send"), form_values(cast))
    assert answer.url == reverse("network:invitations")
    assert Invitation.objects.get(email="robin@example.org").school == cast.school


def test_a_role_is_known_by_the_words_that_schools_use():
    said = ("Headteacher", "head teacher", "Principal", "Acting Headteacher", "Co-Head Teacher", "deputy head")
    of = [ROLE_WORDS[fold(words).replace("-", " ")] for words in said]
    assert of == ["head", "head", "head", "acting_head", "co_head", "deputy"]


def test_a_school_is_found_by_part_of_its_name_or_its_place_and_chosen(officer, cast, sign_in):
    oak = f.SchoolFactory(
        authority=cast.authority, name="St Mary's Example Oak School", town="Exampleford", urn="990801"
    )
    f.SchoolFactory(authority=cast.authority, name="Example Oak Nursery", town="Exampleford", urn="990802")
    far = f.AuthorityFactory(code="988", in_network=False)
    f.SchoolFactory(authority=far, name="Far Oak School", town="Exampleford", urn="990803")
    f.SchoolFactory(authority=cast.authority, name="Closed Oak School", status="closed", urn="990804")
    client, send = sign_in(officer), reverse("network:invitation-send")
    for typed, urns in (("oak", ["990802", "990801"]), ("exampleford MARY", ["990801"]), ("oak zebra", [])):
        page = client.post(send, form_values(cast, school=typed)).content.decode()
        assert re.findall(r'name="which" value="(\d+)"', " ".join(page.split())) == urns, typed
        assert ("Choose the school." in page) is bool(urns)
    assert "Which school?" not in as_read(client.get(send))
    assert not Invitation.objects.exists()
    client.post(send, form_values(cast, school="oak", which=oak.urn))
    assert Invitation.objects.get().school == oak
    client.post(send, form_values(cast, school="example oak nursery", email="sam@example.org"))
    assert Invitation.objects.get(email="sam@example.org").school.urn == "990802"


def test_so_many_schools_fit_that_more_is_asked_for(officer, cast, sign_in):
    f.SchoolFactory.create_batch(21, authority=cast.authority, town="Exampleford")
    page = as_read(sign_in(officer).post(reverse("network:invitation-send"), form_values(cast, school="exampleford")))
    assert "More schools fit than the 20 we can show. Type more of its name." in page


def test_only_organisations_of_the_network_are_offered(officer, cast, sign_in):
    """The register may hold every trust of England."""
    far = f.AuthorityFactory(code="988", in_network=False)
    f.SchoolFactory(authority=far, trust=f.OrganisationFactory(name="Example Far Trust"))
    f.MembershipFactory(organisation=f.OrganisationFactory(name="Example Advice"), role=Membership.ADVISER)
    f.SchoolFactory(authority=cast.authority, board=f.OrganisationFactory(name="Example Board", kind="board"))
    f.OrganisationFactory(name="Example Union by Hand", kind="union", register_code="")
    page = as_read(sign_in(officer).get(reverse("network:invitation-send")))
    for name in ("Example Trust", "Example Advice", "Example Board", "Example Union by Hand"):
        assert name in page
    assert "Example Far Trust" not in page
    row = "Robin Example,robin@example.org,representative,,,Example Far Trust"
    assert "no organisation here is called" in as_read(upload(sign_in(officer), HEADER + row))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "robin@example.org\nBcc: x@example.org"}, "one line"),
        ({"email": "rоbin@example.org"}, "only looks like an English one"),
        ({"name": "=1+1"}, "at least one letter"),
        ({"name": "y" * 300}, "150 letters"),
        ({"school": "999999"}, "No open school of this network has this URN"),
        ({"school": ""}, "Type part of its name, or its URN"),
        ({"school": "1.23456E+05"}, "No open school of this network fits"),
        ({"school": "zebra", "which": "990801"}, "No open school of this network fits"),
        ({"school": "%_ |"}, "No open school of this network fits"),
        ({"school": "Exa\0mple"}, "A character in this cannot be kept"),
        ({"school": "example", "which": "999999"}, "Please choose one of those offered"),
        ({"school": "example", "role": "deputy"}, "Choose the school."),
        ({"role": "officer"}, "Please choose one of those offered"),
        ({"role": "representative"}, "Choose whom this person speaks for"),
        ({"role": ""}, "Please choose one."),
        ({"name": "Robin\0"}, "A character in this cannot be kept"),
    ],
)
def test_form_says_what_is_wrong(change, words, officer, cast, sign_in):
    page = sign_in(officer).post(reverse("network:invitation-send"), form_values(cast, **change))
    assert page.status_code == 200
    assert words in as_read(page)
    assert not Invitation.objects.exists()


def test_unknown_fields_change_nothing(officer, cast, sign_in):
    extra = {field.name: "1" for model in (Invitation, Person) for field in model._meta.fields}
    extra.pop("organisation")  # the form has one, and would rightly say that this is none
    sign_in(officer).post(reverse("network:invitation-send"), extra | form_values(cast))
    made = Invitation.objects.get()
    assert made.state == Invitation.WAITING
    assert made.sent_by == officer
    assert made.expires_at > clock.now() + timedelta(days=27)
    assert not made.person.joined_at


def test_ten_thousand_fields_are_refused(officer, sign_in):
    many = {f"field{number}": "x" for number in range(10_000)}
    assert sign_in(officer).post(reverse("network:invitation-send"), many).status_code == 400


def test_a_megabyte_is_refused_plainly(officer, cast, sign_in):
    answer = sign_in(officer).post(reverse("network:invitation-send"), form_values(cast, name="x" * 1_100_000))
    assert answer.status_code == 413 or answer.status_code == 400


def test_name_that_looks_like_code_is_shown_as_text(officer, cast, sign_in):
    invitations.send(by=officer, wanted=wanted(name="<script>alert(1)</script>", school=cast.school))
    page = as_read(sign_in(officer).get(reverse("network:invitations")))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


# --- the file ---

HEADER = "name,email,role,urn,school,organisation\n"


def test_file_is_looked_at_first_and_sent_at_a_press(officer, cast, sign_in):
    client = sign_in(officer)
    text = (
        f"{HEADER}Robin Example,Robin@Example.org,Acting head,{cast.school.urn},,\n"
        f"Alex Example,alex@example.org,representative,,,example trust\n,,head,{cast.school.urn},Example,\n"
    )
    page = upload(client, text)
    assert page.status_code == 200
    assert "2 invitations to send" in as_read(page)
    assert not Invitation.objects.exists()
    done = client.post(reverse(FILE), {"held": page.context["held"], "send": "yes"})
    assert done.url == reverse("network:invitations")
    assert set(Invitation.objects.values_list("email", "role")) == {
        ("robin@example.org", "acting_head"),
        ("alex@example.org", "representative"),
    }
    client.post(reverse(FILE), {"held": page.context["held"], "send": "yes"})
    assert Invitation.objects.count() == 2


def test_one_bad_row_stops_the_whole_file(officer, cast, sign_in):
    client = sign_in(officer)
    text = (
        f"{HEADER}Robin Example,robin@example.org,head,{cast.school.urn},,\n"
        f"Alex Example,alex@example.org,king,{cast.school.urn},,\nSam Example,sam@example.org,head,999999,,\n"
    )
    page = as_read(upload(client, text, send="yes"))
    assert "Row 3, role: “king” is not one of" in page
    assert "Row 4, urn: no open school of this network has the URN 999999." in page
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Robin Example,robin@example.org,head,,,", "Row 2, urn: is empty"),
        ("Robin Example,rоbin@example.org,head,{urn},,", "Row 2, email: This address has a letter that only looks"),
        ("=1+1,robin@example.org,head,{urn},,", "Row 2, name: Enter a name."),
        ("#NAME?,robin@example.org,head,{urn},,", "Row 2, name: #NAME? is what a spreadsheet writes"),
        ("Robin Example,not an address,head,{urn},,", "Row 2, email: Enter an email address"),
        ("Robin Example,robin@example.org,head,1.23456E+05,,", "Row 2, urn: “1.23456E+05” was shortened"),
        ("Robin Example,robin@example.org,head,１２３４５６,,", "Row 2, urn: “１２３４５６” is not written in"),
        ("Robin Example,robin@example.org,representative,,,Nobody", "Row 2, organisation: no organisation here"),
        ("Robin Example,robin@example.org,head,{urn},,Example Trust", "Row 2, organisation: must be empty"),
        ("Robin Example,robin@example.org,officer,,,Example Trust", "Row 2, role: you cannot invite"),
        ("Robin Example,robin@example.org\nx,x@example.org,head,1,,", "Row 2: has 2 cells where the header has 6"),
        ('Robin Example,robin@example.org,"head,{urn},,', "never closed"),
        ("Robin,robin@example.org,head,{urn},,\nRobin,ROBIN@example.org,head,{urn},,", "is the same as row 2"),
        (f"{'x' * 140_000},robin@example.org,head,{{urn}},,", "more than 131,072 letters"),
    ],
)
def test_file_says_row_and_column(row, words, officer, cast, sign_in):
    page = as_read(upload(sign_in(officer), HEADER + row.format(urn=cast.school.urn) + "\n", send="yes"))
    assert words in page.replace("&#x27;", "'")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (HEADER.encode(), "nobody to invite"),
        (b"Robin Example,robin@example.org,head,123456,,\n", "has no header row"),
        (b"name,address,role,urn\nx,y,z,1\n", "no column “email”"),
        (b"name,email,urn,organisation\nx,x@example.org,1,\n", "the column “role” is missing"),
        (b"name,email,email,role,urn,organisation\nx,x@example.org,,head,1,\n", "stands twice"),
        (b"PK\x03\x04" + b"\0" * 60, "zip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<!doctype html><html></html>", "web page"),
        (HEADER.encode() + b"a\0b,x@example.org,head,1,,\n", "NUL"),
        (HEADER.encode() + b"x" * 800_000, "too large"),
    ],
)
def test_file_that_is_none_is_told_so(content, words, officer, sign_in):
    answer = upload(sign_in(officer), content)
    assert answer.status_code == 200
    assert words in as_read(answer)


@pytest.mark.parametrize(
    "how", ["semicolon", "tab", "cp1252", "with mark", "CR only", "UTF-16", "a title and blank rows"]
)
def test_file_as_a_spreadsheet_saves_it(how, officer, cast, sign_in):
    text = f"{HEADER}Zoë Example,zoe@example.org,head,{cast.school.urn},,\n"
    content = {
        "semicolon": text.replace(",", ";").encode(),
        "tab": text.replace(",", "\t").encode(),
        "cp1252": text.encode("cp1252"),
        "with mark": text.encode("utf-8-sig"),
        "CR only": text.replace("\n", "\r").encode(),
        "UTF-16": text.replace(",", "\t").encode("utf-16"),
        "a title and blank rows": f"People,,,,,\n,,,,,\n{text},,,,,\n ,,,,,\n".encode(),
    }[how]
    page = upload(sign_in(officer), content)
    assert "1 invitation to send" in as_read(page)
    assert "Zoë Example" in as_read(page)


def test_file_to_fill_in_has_every_school_without_a_head(officer, cast, sign_in):
    f.SchoolFactory(name="=Cmd Example School", urn="987654")
    f.SchoolFactory(name="Closed Example School", status="closed")
    answer = sign_in(officer).get(reverse("network:invitation-file-download"))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfname,"), "so that Excel shows an accent"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    named = {row["school"] for row in rows}
    assert "'=Cmd Example School" in named
    assert cast.school.name not in named
    assert "Closed Example School" not in named
    assert all(row["role"] == "head" and row["urn"].isdigit() for row in rows)


def test_representative_is_shown_no_file_that_is_not_hers(officer, representative, sign_in):
    page, link = reverse("network:invitation-file-send"), reverse("network:invitation-file-download")
    assert link in as_read(sign_in(officer).get(page))
    assert link not in as_read(sign_in(representative).get(page))
    assert sign_in(representative).get(link).status_code == 404


def test_representative_sends_no_file_for_others(representative, cast, sign_in):
    text = f"{HEADER}Robin Example,robin@example.org,head,{cast.school.urn},,\n"
    page = as_read(upload(sign_in(representative), text, send="yes"))
    assert "Row 2, role: you cannot invite" in page
    assert not Invitation.objects.exists()
