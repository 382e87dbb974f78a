"""Of a national file the network's own areas are kept, with what they need of others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.urls import reverse

from network.models import Authority, Organisation, PastInspection, RegisterImport, School, SchoolLink
from network.register.actions import register
from network.tasks import read_registers
from tests.factories import MembershipFactory
from tests.network.register.files import JANUARY, JULY, LINKS_FILE, gias, school

pytestmark = pytest.mark.django_db
HAMPSHIRE = {"LA (code)": "850", "LA (name)": "Hampshire"}


@pytest.fixture
def southampton():
    return Authority.objects.create(code="852", name="Southampton", in_network=True)


def test_only_our_own_areas_are_kept_of_the_real_files(southampton, load):
    assert "181 added, 107 of other authorities, left out" in load(path=JANUARY, everywhere=False)
    assert set(School.objects.values_list("authority__name", flat=True)) == {"Southampton"}
    assert set(Authority.objects.all()) == {southampton}
    ours = set(School.objects.values_list("urn", flat=True))
    assert set(PastInspection.objects.values_list("urn", flat=True)) <= ours
    load(path=LINKS_FILE, everywhere=False)
    assert set(SchoolLink.objects.values_list("urn", flat=True)) <= ours


def test_organisations_of_other_areas_are_not_kept(southampton, load):
    trust = {"TrustSchoolFlag (name)": "Supported by a multi-academy trust", "Trusts (code)": "1"}
    load(
        school("100001", **trust, **{"Trusts (name)": "Example Trust"}),
        school("100002", **HAMPSHIRE, **(trust | {"Trusts (code)": "2", "Trusts (name)": "Example Far Trust"})),
        everywhere=False,
    )
    assert [one.name for one in Organisation.objects.all()] == ["Example Trust"]


def test_everywhere_takes_the_whole_file(southampton, load):
    assert "288 added" in load(path=JANUARY, everywhere=True)


def test_without_areas_nothing_is_taken_and_it_says_so(load):
    with pytest.raises(CommandError, match="This network has no areas yet"):
        load(school(), everywhere=False)
    assert not RegisterImport.objects.exists()


def test_a_file_without_a_row_of_ours_says_so(southampton, load):
    with pytest.raises(CommandError, match="No row of this file is of this network’s own areas; 1 are of other"):
        load(school(**HAMPSHIRE), everywhere=False)


def test_links_before_any_school_say_what_comes_first(southampton, load):
    with pytest.raises(CommandError, match="Bring in the file of all establishments first"):
        load(path=LINKS_FILE, everywhere=False)
    load(path=LINKS_FILE)
    assert SchoolLink.objects.exists()


def test_a_school_before_ours_is_kept_wherever_it_stood(southampton, load):
    rows = [school("100001"), school("100009", **HAMPSHIRE), school("100010", **HAMPSHIRE)]
    load(*rows, everywhere=False)
    assert set(School.objects.values_list("urn", flat=True)) == {"100001"}
    links = (
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n100001,100009,Example Old School,Predecessor,01-09-2020\n"
    )
    printed = load(links.encode(), name="links_edubasealldata20250718.csv", everywhere=False)
    assert "Schools that were before ours and are not held: 1." in printed
    assert "1 added, 1 unchanged" in load(*rows, everywhere=False)
    assert set(School.objects.values_list("urn", flat=True)) == {"100001", "100009"}


def test_a_school_of_ours_that_goes_to_another_area_is_seen_to_go(southampton, load):
    load(school("100001"), school("100002"), everywhere=False)
    load(school("100001"), school("100002", **HAMPSHIRE), everywhere=False, yes=True)
    assert School.objects.get(urn="100002").authority.name == "Hampshire"


def test_schools_that_would_leave_the_network_are_asked_about(southampton, load):
    load(school("100001"), school("100002"), school("100003"), everywhere=False)
    closed = {"EstablishmentStatus (name)": "Closed"}
    moved = school("100001"), school("100002", **HAMPSHIRE), school("100003", **closed, **HAMPSHIRE)
    with pytest.raises(CommandError, match="Nothing was changed"):
        load(*moved, everywhere=False)
    assert set(School.objects.values_list("authority__name", flat=True)) == {"Southampton"}
    load(*moved, everywhere=False, yes=True)
    last = RegisterImport.objects.first()
    assert last.counts["leaving"] == 1
    assert register.questions(register_import=last)[1] == (
        "1 school of this network would belong to a council that it does not serve, and leave it. "
        "Where a council has a new number, add it under Set-up first."
    )


def test_the_school_of_a_member_is_followed_wherever_it_stands(southampton, load):
    load(school("100001"), school("100002"), everywhere=False)
    MembershipFactory(school=School.objects.get(urn="100002"))
    load(school("100001"), school("100002", **HAMPSHIRE), everywhere=False, yes=True)
    load(school("100001"), school("100002", EstablishmentName="Example Moved School", **HAMPSHIRE), everywhere=False)
    assert School.objects.get(urn="100002").name == "Example Moved School"


def test_the_same_file_is_read_again_once_an_area_has_joined(southampton, load):
    rows = [school("100001"), school("100002", **HAMPSHIRE)]
    load(*rows, everywhere=False)
    assert "Nothing to do" in load(*rows, everywhere=False)
    Authority.objects.create(code="850", name="Hampshire", in_network=True)
    assert "1 added, 1 unchanged" in load(*rows, everywhere=False)
    assert "2 unchanged" in load(*rows, everywhere=True)


def test_a_fault_in_another_areas_row_is_no_question_of_ours(southampton, load):
    load(school("100001"), school("100002", OpenDate="31/04/2025", **HAMPSHIRE), everywhere=False)
    assert School.objects.count() == 1


def test_what_is_held_of_other_areas_is_not_asked_about(southampton, load):
    load(school("100001"), school("100002", **HAMPSHIRE), everywhere=True)
    load(school("100001", Town="Elsewhere"), everywhere=False)
    applied = RegisterImport.objects.first()
    assert (applied.counts["missing"], applied.counts["open_now"]) == (0, 1)
    assert School.objects.count() == 2


def test_register_of_the_page_takes_our_own_areas_unless_the_box_is_ticked(southampton, officer, sign_in, upload_of):
    desk = sign_in(officer)
    for fields, urns in (({}, {"100001"}), ({"everywhere": "on"}, {"100001", "100002"})):
        desk.post(
            reverse("network:register"), {"file": upload_of(school("100001"), school("100002", **HAMPSHIRE)), **fields}
        )
        read_registers()
        made = RegisterImport.objects.first()
        register.apply(by=officer, register_import=made)
        assert (
            set(School.objects.filter(is_example=False, urn__in=["100001", "100002"]).values_list("urn", flat=True))
            == urns
        )
    both = {"authority": "Southampton", "everywhere": "on", "file": upload_of(school("100001"))}
    assert "Choose one" in desk.post(reverse("network:register"), both).content.decode()


@pytest.fixture
def upload_of(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return lambda *rows: SimpleUploadedFile("edubasealldata20250718.csv", gias(*rows).encode())


def test_july_after_january_with_its_links_tells_of_ours_what_everywhere_tells(southampton, load):
    load(path=JANUARY, everywhere=False)
    load(path=LINKS_FILE, everywhere=False)
    assert "79 changed, 102 unchanged" in load(path=JULY, everywhere=False)
