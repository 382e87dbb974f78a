"""What the officer sees of a file before it counts: what was taken, what was left out, and what is asked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from network import models as m
from tests.inspections.terms.calendars import file, whole
from tests.reading import as_read

CALENDAR = file(
    whole("Autumn term starts", "20260901"),
    whole("Autumn term ends", "20261218"),
    whole("October half term", "20261026", "20261031"),
    whole("INSET day", "20261123"),
    whole("Training day", "20261130"),
    whole("Non-pupil day", "20261207"),
    whole("PD day", "20270222"),
)
AUTUMN, HALF, MONDAY, OTHER_MONDAY = range(4)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.officer)


def upload(client, content=CALENDAR, name="terms.ics"):
    area = client.get("/network/terms/").context["file_form"].fields["area"].choices[0][0]
    given = {"area": area, "file": SimpleUploadedFile(name, content.encode())}
    return client.post("/network/terms/file/", given)


def store(client, preview, **answers):
    form = preview.context["form"]
    handed_on = {name: form[name].value() or "" for name in ("area", "urn", "dates", "source", "left")}
    return client.post("/network/terms/file/apply/", handed_on | answers, follow=True)


@pytest.mark.django_db
def test_what_was_left_out_stands_below_what_was_taken(client):
    page = as_read(upload(client))
    assert "2 events say neither term nor closed:" in page
    assert "<li>Non-pupil day: 7 December 2026</li><li>PD day: 22 February 2027</li>" in page
    assert "Friday 18 December 2026" in page
    assert "The dates in the file, month by month" in page
    assert not m.Term.objects.exists()


@pytest.mark.django_db
def test_each_quiet_monday_is_a_question_and_without_its_answer_nothing_is_stored(client):
    preview = upload(client)
    page = as_read(preview)
    assert "On Monday 23 November 2026, a call is usual. Are pupils really out?" in page
    assert "On Monday 30 November 2026, a call is usual. Are pupils really out?" in page
    again = store(client, preview, **{f"take-{MONDAY}": "yes"})
    assert "There is a problem" in as_read(again)
    assert "<li>Non-pupil day: 7 December 2026</li>" in as_read(again)
    assert not m.Term.objects.exists()
    store(client, again, **{f"take-{MONDAY}": "yes", f"take-{OTHER_MONDAY}": "no"})
    assert [closure.name for closure in m.Closure.objects.all()] == ["October half term", "INSET day"]


@pytest.mark.django_db
def test_a_line_that_is_struck_out_is_not_stored(client):
    preview = upload(client)
    answers = {f"take-{MONDAY}": "no", f"take-{OTHER_MONDAY}": "no"}
    page = store(client, preview, struck=[HALF], **answers)
    assert "1 added, 0 taken away." in as_read(page)
    assert [term.name for term in m.Term.objects.all()] == ["Autumn term"]
    assert not m.Closure.objects.exists()
    assert "You left out every line" in as_read(store(client, preview, struck=[AUTUMN, HALF], **answers))
    assert m.Term.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"struck": ["9"]}, {"struck": ["x"]}, {"dates": "no"}, {"area": "?"}])
def test_what_no_preview_hands_on_stores_nothing(client, answers):
    taken = {f"take-{MONDAY}": "yes", f"take-{OTHER_MONDAY}": "yes"}
    assert "Nothing was stored." in as_read(store(client, upload(client), **taken | answers))
    assert not m.Term.objects.exists()


@pytest.mark.django_db
def test_a_term_that_begins_on_a_sunday_is_a_question(client):
    preview = upload(client, "what,name,first day,last day\nterm,Spring,2026-01-04,2026-03-25\n", "terms.csv")
    assert "It begins on a Sunday." in as_read(preview)
    store(client, preview, **{"take-0": "yes"})
    assert m.Term.objects.get().name == "Spring"


@pytest.mark.django_db
def test_a_calendar_that_says_nothing_is_answered_with_what_was_found(client):
    page = as_read(upload(client, file(whole("Breakfast with Santa", "20261207"))))
    assert "There are no dates in this file." in page
    assert "1 event says neither term nor closed: Breakfast with Santa: 7 December 2026" in page
