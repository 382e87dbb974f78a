"""Requests, offers and pairings. The story's head is paired with her buddy and her reserve, all three agreed."""

from datetime import timedelta

from buddies.calendar import actions as calendar_links
from buddies.calendar import tokens as calendar_tokens
from buddies.models import BuddyRequest, NotThisPerson, Offer, Pairing, PairingImport, Round, Suggestion
from network import clock
from tests.house.access import MEMBERS, POST_ONLY, answers, line, members, only

HEADS = ("HO", "HX", "BD", "BR", "BX")
PAIR = ("HO", "BD", "BR")


def build(cast):
    now = clock.now()
    cast.things["pairing"] = Pairing.objects.create(
        school=cast.school,
        head=cast.head,
        buddy=cast.buddy,
        reserve=cast.reserve,
        state=Pairing.IN_FORCE,
        head_yes_at=now,
        buddy_yes_at=now,
        reserve_yes_at=now,
        asked_at=now,
        began_at=now,
    )
    Pairing.objects.create(
        school=cast.school, head=cast.head, buddy=cast.ex_buddy, state=Pairing.ENDED, asked_at=now, ended_at=now
    )
    Offer.objects.create(person=cast.buddy, capacity=2)
    BuddyRequest.objects.create(head=cast.other_head, why=BuddyRequest.ASKED)
    waits = BuddyRequest.objects.get(head=cast.other_head)
    cast.things["round"] = Round.objects.create(state=Round.DRAFT, made_by=cast.officer)
    cast.things["suggestion"] = Suggestion.objects.create(
        round=cast.round, request=waits, head=cast.other_head, buddy=cast.reserve, reasons="same phase"
    )
    cast.things["pairing_import"] = PairingImport.objects.create(brought_by=cast.officer)
    cast.things["calendar_links"] = {column: calendar_links.create(by=cast[column]) for column in ("HO", "BD", "DS")}
    cast.things["wish"] = NotThisPerson.objects.create(head=cast.head, person=cast.ex_buddy)


def pairing(cast):
    return {"public_id": cast.pairing.public_id}


def round_(cast):
    return {"public_id": cast.round.public_id}


def pairing_import(cast):
    return {"public_id": cast.pairing_import.public_id}


def suggestion(cast):
    return {"public_id": cast.suggestion.public_id}


def calendar_of(column):
    """Each fetches her own; CF holds the address of the head's."""
    return lambda cast: {"token": calendar_tokens.make(cast.calendar_links["HO" if column == "CF" else column])}


def soon(cast):
    return {"until": f"{clock.today() + timedelta(days=7):%Y-%m-%d}"}


LINES = {
    # rounds, weights, the weekly list
    "buddies:rounds": line(13, get=only("OF")),
    "buddies:round-begin": line(13, get=POST_ONLY, post=only("OF", ok=302)),
    "buddies:round": line(13, get=only("OF"), kwargs=round_),
    "buddies:round-again": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=round_),
    "buddies:round-publish": line(13, get=only("OF"), post=only("OF", ok=302), kwargs=round_),
    "buddies:round-undo": line(13, get=POST_ONLY, post=only("OF", ok=409), kwargs=round_),
    "buddies:round-drop": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=round_),
    "buddies:suggestion-pin": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=suggestion),
    "buddies:suggestion-unpin": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=suggestion),
    "buddies:suggestion-leave-out": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=suggestion),
    "buddies:suggestion-bring-back": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=suggestion),
    "buddies:suggestion-change": line(
        13,
        get=only("OF"),
        post=only("OF", ok=302),
        kwargs=suggestion,
        data=lambda cast: {"buddy": cast.ex_buddy.public_id},
    ),
    "buddies:pairing-imports": line(13, get=only("OF"), post=only("OF")),
    "buddies:pairing-import": line(13, get=only("OF"), kwargs=pairing_import),
    "buddies:pairing-import-apply": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=pairing_import),
    "buddies:pairing-import-drop": line(13, get=POST_ONLY, post=only("OF", ok=302), kwargs=pairing_import),
    "buddies:weights": line(38, get=only("OF", "AD"), post=only("AD")),
    "buddies:this-week": line(13, get=only("OF")),
    # a head's own pages: each sees her own
    "buddies:my-buddy": line(get=MEMBERS),
    "buddies:ask": line(get=only(*HEADS), post=members(404, HO=409, **dict.fromkeys(HEADS[1:], 302))),
    "buddies:request-withdraw": line(get=POST_ONLY, post=only(*HEADS, ok=302)),
    "buddies:people-wishes": line(
        get=only(*HEADS), post=only(*HEADS, ok=302), data=lambda cast: {"person": cast["DS"].public_id}
    ),
    "buddies:not-this-person-remove": line(
        10, get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: {"public_id": cast.wish.public_id}
    ),
    "buddies:known-remove": line(
        get=POST_ONLY,
        post=only(*HEADS, ok=409) | {"HX": 302},
        kwargs=lambda cast: {"public_id": cast["DS"].public_id},
    ),
    "buddies:my-calendar": line(get=MEMBERS),
    "buddies:calendar-create": line(get=POST_ONLY, post=members(302)),
    "buddies:calendar-rotate": line(get=POST_ONLY, post=members(302)),
    "buddies:calendar-revoke": line(get=POST_ONLY, post=members(302)),
    "inspections:calendar-feed": line(
        39,
        get=answers(404, HO=200, BD=200, DS=200, CF=200),
        kwargs=lambda cast: {"token": "x" * 24},
        kwargs_of={column: calendar_of(column) for column in ("HO", "BD", "DS", "CF")},
    ),
    "inspections:call-days-feed": line(
        39,
        get=answers(404, HO=200, BD=200, DS=200, CF=200),
        kwargs=lambda cast: {"token": "x" * 24},
        kwargs_of={column: calendar_of(column) for column in ("HO", "BD", "DS", "CF")},
    ),
    # a buddy's own pages
    "buddies:standing-by": line(get=MEMBERS),
    "buddies:offer": line(get=only(*HEADS), post=only(*HEADS, ok=302), data=lambda cast: {"capacity": "1"}),
    "buddies:offer-pause": line(get=POST_ONLY, post=only("BD", ok=302), data=soon),
    "buddies:offer-any-head": line(51, get=POST_ONLY, post=only("BD", ok=302), data=lambda cast: {"on": "yes"}),
    "buddies:offer-come-back": line(get=POST_ONLY, post=only("BD", ok=302)),
    "buddies:offer-step-back": line(get=POST_ONLY, post=only("BD", ok=302)),
    # what the pair presses
    "buddies:pairing-accept": line(15, get=POST_ONLY, post=only(*PAIR, ok=302), kwargs=pairing),
    "buddies:pairing-decline": line(15, get=POST_ONLY, post=only(*PAIR, ok=409) | {"BR": 302}, kwargs=pairing),
    "buddies:pairing-ring-me-first": line(get=POST_ONLY, post=only("HO", "BD", ok=409) | {"BR": 403}, kwargs=pairing),
    "buddies:pairing-change": line(15, get=only(*PAIR), post=only(*PAIR, ok=302), kwargs=pairing),
    "buddies:pairing-end": line(
        14, get=only(*PAIR, "OF"), post=only(*PAIR, ok=302) | {"OF": 403}, kwargs=pairing
    ),  # while protected
    "buddies:pairing-hand-over": line(
        get=only(*PAIR, "OF"), post=only("HO", "BD", ok=302) | {"BR": 403, "OF": 403}, kwargs=pairing
    ),
    "buddies:pairing-pause": line(
        get=only(*PAIR, "OF"), post=only("HO", "BD", ok=302) | {"BR": 403, "OF": 403}, kwargs=pairing, data=soon
    ),
    "buddies:pairing-resume": line(get=POST_ONLY, post=only("HO", "BD", "OF", ok=409) | {"BR": 403}, kwargs=pairing),
    "buddies:pairing-spoken": line(21, get=POST_ONLY, post=only("HO", "BD", ok=302), kwargs=pairing),
    "buddies:pairing-next-contact": line(
        get=POST_ONLY, post=only("HO", "BD", ok=302) | {"BR": 403}, kwargs=pairing, data=lambda cast: {"on": ""}
    ),
    "buddies:pairing-not-heard": line(get=POST_ONLY, post=only("HO", ok=302) | {"BD": 403, "BR": 403}, kwargs=pairing),
    # the officer's pages
    "buddies:pairings": line(13, get=only("OF")),
    "buddies:pairings-export": line(13, get=only("OF")),
    "buddies:pairing-new": line(13, get=only("OF")),
    "buddies:pairing": line(13, get=only("OF"), kwargs=pairing),
    "buddies:yes-by-phone": line(
        13, get=POST_ONLY, post=only("OF", ok=302), kwargs=pairing, data=lambda cast: {"whose": "reserve"}
    ),
    "buddies:reserve-name": line(
        13,
        get=POST_ONLY,
        post=only("OF", ok=409),  # this pairing has a reserve who said yes: only she or the head can end that
        kwargs=pairing,
        data=lambda cast: {"reserve": cast["HX"].public_id},
    ),
}
