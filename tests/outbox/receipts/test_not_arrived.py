"""Messages that did not arrive: an administrator sees how many, by service, class and reason, and can send a group
again. No kind, no person, and no group so small that it points at one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from network import clock
from network.models import AuditRow
from network.rules import NotAllowed, WrongState
from outbox import actions, kinds
from outbox.models import Message
from outbox.receipts import not_arrived
from outbox.receipts.actions import try_again
from outbox.sending import sender
from tests import factories as f
from tests.outbox.conftest import awake
from tests.reading import as_read

NINE = datetime(2026, 11, 30, 9, 20, tzinfo=UTC)  # Monday
SECRET = "kind-of-an-inspection-alone"
PAGE, AGAIN = "messages-not-arrived", "messages-not-arrived-try-again"


def row(person, *, kind_of="any", at=NINE, reason="service", channel="email", whose=None):
    return not_arrived.Row(person, person, channel, kind_of, reason, at, whose or person)


def cells(rows):
    return [(one.kind_of, one.hour and f"{one.hour:%H}", one.how_many) for one in not_arrived.groups(rows)]


class TestGroups:
    def test_an_hour_in_which_five_people_got_no_code_stands_by_itself(self):
        rows = [row(n, kind_of="sign-in") for n in range(6)]
        rows += [row(n, kind_of="sign-in", at=NINE + timedelta(hours=3)) for n in range(7, 9)]
        assert cells(rows) == [("sign-in", "09", "about 5"), ("sign-in", None, "fewer than five")]

    def test_what_a_call_may_have_brought_about_has_no_hour_however_many_they_are(self):
        rows = [row(n) for n in range(20)] + [row(n, at=NINE + timedelta(hours=30)) for n in range(20, 40)]
        assert cells(rows) == [("any", None, "about 40")]

    def test_what_one_head_asked_of_eight_people_counts_once(self):
        wave = [row(n, whose=99) for n in range(8)]
        assert cells(wave) == [("any", None, "fewer than five")]
        others = [row(n) for n in range(20, 26)]
        assert cells([*others, *wave]) == cells(others)

    def test_five_messages_to_one_person_are_one_persons(self):
        rows = [row(1)._replace(pk=n, whose=n) for n in range(8)]
        assert cells(rows) == [("any", None, "fewer than five")]

    def test_codes_are_a_class_of_their_own(self):
        assert cells([row(1, kind_of="sign-in"), row(2)]) == [
            ("any", None, "fewer than five"),
            ("sign-in", None, "fewer than five"),
        ]

    def test_services_and_reasons_stand_apart(self):
        rows = [row(n, channel="sms", reason="refused") for n in range(5)] + [row(n) for n in range(5)]
        assert [(one.channel, one.why) for one in not_arrived.groups(rows)] == [
            ("email", "The service did not take them in time"),
            ("sms", "There is no such address or number"),
        ]

    def test_the_hour_is_londons(self):
        summer = datetime(2027, 6, 14, 9, 20, tzinfo=UTC)
        rows = [row(n, at=summer, kind_of="invitation") for n in range(5)]
        assert cells(rows) == [("invitation", "10", "about 5")]

    def test_numbers_are_rounded(self):
        for count, said in ((5, "about 5"), (7, "about 5"), (8, "about 10"), (52, "about 50")):
            assert cells([row(n) for n in range(count)]) == [("any", None, said)]

    @pytest.mark.parametrize(
        ("why", "reason"),
        [
            ("the address was refused (550)", "refused"),
            ("the number was refused", "refused"),
            ("no channel: no address that works", "no-address"),
            ("no channel: no text service is set up", "no-service"),
            ("set aside: ValueError", "set-aside"),
            ("no try got through in time", "too-late"),
            ("too late to be useful", "too-late"),
            ("mail server: recipient not taken (451)", "service"),
            ("waits: text service: 403", "service"),
            ("", "service"),
        ],
    )
    def test_reasons_are_told_by_the_rows_own_words(self, why, reason):
        assert not_arrived.reason_of(why) == reason


@pytest.fixture
def lost(make_kind):
    """Six heads whom something urgent did not reach, and who have it still to come."""
    make_kind(SECRET, urgent=True)
    return [fail(awake(f.PersonFactory(name=f"Head Example{n}")), str(n)) for n in range(6)]


def fail(person, occurrence, kind=SECRET, **more):
    now = clock.now()
    given = {"channel": "email", "due_at": now, "next_at": now, "message_id": f"{occurrence:0>40}", "urgent": True}
    given |= {"useful_until": now + timedelta(hours=5), "state": "failed", "why": "mail server: busy (451)"}
    return Message.objects.create(to=person, kind=kind, occurrence=occurrence, **(given | more))


def shown(browser):
    return " ".join(as_read(browser.get(reverse(PAGE))).split())


def key():
    return not_arrived.groups(not_arrived.rows(Message.objects.all(), clock.now()))[0].key


@pytest.mark.django_db
class TestThePage:
    def test_it_says_how_many_and_why_and_never_whose_or_what(self, lost, administrator, sign_in):
        page = shown(sign_in(administrator))
        assert "Messages, urgent or ordinary: about 5" in page
        assert "The service did not take them in time" in page
        for message in lost:
            for private in (message.to.name, message.to.email, str(message.public_id), SECRET, "(451)"):
                assert private not in page

    def test_no_kind_is_named_whatever_there_is(self, administrator, sign_in):
        for number, kind in enumerate(kinds.every()):
            fail(awake(f.PersonFactory()), str(number), kind=kind.name, urgent=kind.urgent)
        page = shown(sign_in(administrator))
        said = [word for kind in kinds.every() for word in (kind.name, kind.says) if word and f" {word}" in page]
        assert said == []

    def test_what_reached_her_by_the_other_way_did_arrive(self, lost, administrator, sign_in):
        for message in lost[:3]:
            fail(message.to, message.occurrence, channel="sms", second=True, state="sent", sent_at=clock.now(), why="")
        assert "fewer than five" in shown(sign_in(administrator))

    def test_what_waits_or_was_not_wanted_is_not_there(self, lost, administrator, sign_in):
        stood_down, held = [one.pk for one in lost[:3]], [one.pk for one in lost[3:]]
        Message.objects.filter(pk__in=stood_down).update(state="cancelled")
        Message.objects.filter(pk__in=held).update(state="expired", why="useful only in quiet hours")
        assert "None in the past seven days." in shown(sign_in(administrator))

    def test_a_week_later_it_is_gone(self, lost, administrator, sign_in):
        Message.objects.update(next_at=clock.now() - timedelta(days=8))
        assert "None in the past seven days." in shown(sign_in(administrator))

    @pytest.mark.parametrize("somebody", ["head", "officer", "buddy", "representative"])
    def test_nobody_else_has_such_a_page(self, lost, request, sign_in, somebody):
        browser = sign_in(request.getfixturevalue(somebody))
        assert browser.get(reverse(PAGE)).status_code == 404
        assert browser.post(reverse(AGAIN), {"group": key()}).status_code == 404
        assert not Message.objects.filter(state="due").exists()

    def test_it_asks_the_same_whatever_the_number(self, lost, administrator, sign_in, django_assert_max_num_queries):
        browser = sign_in(administrator)
        browser.get(reverse(PAGE))
        with django_assert_max_num_queries(8):
            browser.get(reverse(PAGE))


@pytest.mark.django_db
class TestTryAgain:
    def test_they_go_once_more_with_the_same_message_id(self, lost, administrator, sign_in, mailoutbox):
        answer = sign_in(administrator).post(reverse(AGAIN), {"group": key()}, follow=True)
        assert "Those that are still of use are on their way again." in as_read(answer)
        sender.send_due()
        assert sorted(mail.to[0] for mail in mailoutbox) == sorted(message.to.email for message in lost)
        assert {mail.extra_headers["Message-ID"].split("@")[0][1:] for mail in mailoutbox} == {
            message.message_id for message in lost
        }

    def test_it_stands_in_the_audit_without_a_number_and_without_a_name(self, lost, administrator):
        try_again(by=administrator, key=key())
        entry = AuditRow.objects.get(verb="messages.try-again")
        assert (entry.by, entry.concerns, entry.detail) == (administrator, None, {})

    def test_what_is_of_no_use_any_more_stays(self, lost, administrator):
        late = [one.pk for one in lost[:2]]
        Message.objects.filter(pk__in=late).update(useful_until=clock.now() - timedelta(seconds=1))
        assert try_again(by=administrator, key=key()) == 4
        assert set(Message.objects.filter(state="failed").values_list("pk", flat=True)) == set(late)

    def test_where_none_is_of_use_it_says_so(self, lost, administrator, sign_in):
        Message.objects.update(useful_until=clock.now() - timedelta(seconds=1))
        answer = sign_in(administrator).post(reverse(AGAIN), {"group": key()}, follow=True)
        assert "None of these is sent again: it is too late for them to be of use" in as_read(answer)
        assert not AuditRow.objects.filter(verb="messages.try-again").exists()

    def test_codes_are_not_sent_again(self, administrator):
        for number in range(5):
            fail(awake(f.PersonFactory()), str(number), kind="sign-in-code")
        with pytest.raises(WrongState, match="A code is not sent twice"):
            try_again(by=administrator, key=key())

    def test_an_invitation_has_lost_its_secret_and_is_sent_anew_elsewhere(self, administrator, sign_in):
        for number in range(5):
            fail(awake(f.PersonFactory()), str(number), kind="invitation", urgent=False)
        page = shown(sign_in(administrator))
        assert "Invitations: about 5" in page
        assert "send them anew under" in page
        assert "Try again" not in page
        with pytest.raises(WrongState, match="Under Invitations it can be sent anew"):
            try_again(by=administrator, key=key())
        with pytest.raises(WrongState, match="Under Invitations it can be sent anew"):
            actions.resend(message=Message.objects.first(), by=administrator)

    def test_an_invitation_among_others_is_offered_apart_from_them(self, lost, administrator, sign_in):
        fail(awake(f.PersonFactory()), "invited", kind="invitation", urgent=False)
        page = shown(sign_in(administrator))
        assert "Invitations: fewer than five" in page
        assert page.count("Try again<span") == 1
        shown_groups = not_arrived.groups(not_arrived.rows(Message.objects.all(), clock.now()))
        others = next(one for one in shown_groups if one.can_go_again)
        assert try_again(by=administrator, key=others.key) == len(lost)
        assert Message.objects.get(kind="invitation").state == "failed"

    def test_a_list_that_has_changed_meanwhile_is_looked_at_again(self, lost, administrator):
        with pytest.raises(WrongState, match="This list has changed meanwhile"):
            try_again(by=administrator, key="email.any.refused.rest")

    def test_nobody_else_may(self, lost, officer, head):
        for person in (officer, head):
            with pytest.raises(NotAllowed):
                try_again(by=person, key=key())
