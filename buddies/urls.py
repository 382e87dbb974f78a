from django.urls import path

from buddies.calendar import views as calendar
from buddies.imports import views as imports
from buddies.mine.views import mine, offering
from buddies.rounds.views import rounds, weights
from buddies.steps.views import officer, steps

app_name = "buddies"
urlpatterns = [
    # /buddy/: a head's own
    path("buddy/", mine.my_buddy, name="my-buddy"),
    path("buddy/ask/", mine.ask, name="ask"),
    path("buddy/ask/withdraw/", mine.request_withdraw, name="request-withdraw"),
    path("buddy/ask/people/", mine.people_wishes, name="people-wishes"),
    path("buddy/ask/people/<uuid:public_id>/remove/", mine.not_this_person_remove, name="not-this-person-remove"),
    path("buddy/ask/known/<uuid:public_id>/remove/", mine.known_remove, name="known-remove"),
    # /my-calendar/: the private address of her own calendar; the feed itself joins several apps, so it lives above
    path("my-calendar/", calendar.my_calendar, name="my-calendar"),
    path("my-calendar/create/", calendar.calendar_create, name="calendar-create"),
    path("my-calendar/rotate/", calendar.calendar_rotate, name="calendar-rotate"),
    path("my-calendar/revoke/", calendar.calendar_revoke, name="calendar-revoke"),
    # /standing-by/: a buddy's own
    path("standing-by/", offering.standing_by, name="standing-by"),
    path("buddy/offer/", offering.offer, name="offer"),
    path("buddy/offer/pause/", offering.offer_pause, name="offer-pause"),
    path("buddy/offer/come-back/", offering.offer_come_back, name="offer-come-back"),
    path("buddy/offer/any-head/", offering.offer_any_head, name="offer-any-head"),
    path("buddy/offer/step-back/", offering.offer_step_back, name="offer-step-back"),
    # /pairings/<id>/: what each of the pair presses
    path("pairings/<uuid:public_id>/accept/", steps.pairing_accept, name="pairing-accept"),
    path("pairings/<uuid:public_id>/decline/", steps.pairing_decline, name="pairing-decline"),
    path("pairings/<uuid:public_id>/ring-me-first/", steps.pairing_ring_me_first, name="pairing-ring-me-first"),
    path("pairings/<uuid:public_id>/change/", steps.pairing_change, name="pairing-change"),
    path("pairings/<uuid:public_id>/end/", steps.pairing_end, name="pairing-end"),
    path("pairings/<uuid:public_id>/hand-over/", steps.pairing_hand_over, name="pairing-hand-over"),
    path("pairings/<uuid:public_id>/pause/", steps.pairing_pause, name="pairing-pause"),
    path("pairings/<uuid:public_id>/resume/", steps.pairing_resume, name="pairing-resume"),
    path("pairings/<uuid:public_id>/spoken/", steps.pairing_spoken, name="pairing-spoken"),
    path("pairings/<uuid:public_id>/next-contact/", steps.pairing_next_contact, name="pairing-next-contact"),
    path("pairings/<uuid:public_id>/not-heard/", steps.pairing_not_heard, name="pairing-not-heard"),
    # /network/pairings/: the officer's
    path("network/pairings/", officer.pairings, name="pairings"),
    path("network/pairings/export/", officer.pairings_export, name="pairings-export"),
    path("network/pairings/new/", officer.pairing_new, name="pairing-new"),
    path("network/pairings/this-week/", weights.this_week, name="this-week"),
    path("network/pairings/import/", imports.pairing_imports, name="pairing-imports"),
    path("network/pairings/import/<uuid:public_id>/", imports.pairing_import, name="pairing-import"),
    path("network/pairings/import/<uuid:public_id>/apply/", imports.pairing_import_apply, name="pairing-import-apply"),
    path("network/pairings/import/<uuid:public_id>/drop/", imports.pairing_import_drop, name="pairing-import-drop"),
    path("network/pairings/weights/", weights.weights, name="weights"),
    path("network/pairings/rounds/", rounds.rounds, name="rounds"),
    path("network/pairings/rounds/begin/", rounds.round_begin, name="round-begin"),
    path("network/pairings/rounds/<uuid:public_id>/", rounds.round_detail, name="round"),
    path("network/pairings/rounds/<uuid:public_id>/again/", rounds.round_again, name="round-again"),
    path("network/pairings/rounds/<uuid:public_id>/publish/", rounds.round_publish, name="round-publish"),
    path("network/pairings/rounds/<uuid:public_id>/undo/", rounds.round_undo, name="round-undo"),
    path("network/pairings/rounds/<uuid:public_id>/drop/", rounds.round_drop, name="round-drop"),
    path("network/pairings/suggestions/<uuid:public_id>/pin/", rounds.suggestion_pin, name="suggestion-pin"),
    path("network/pairings/suggestions/<uuid:public_id>/unpin/", rounds.suggestion_unpin, name="suggestion-unpin"),
    path(
        "network/pairings/suggestions/<uuid:public_id>/leave-out/",
        rounds.suggestion_leave_out,
        name="suggestion-leave-out",
    ),
    path(
        "network/pairings/suggestions/<uuid:public_id>/bring-back/",
        rounds.suggestion_bring_back,
        name="suggestion-bring-back",
    ),
    path("network/pairings/suggestions/<uuid:public_id>/change/", rounds.suggestion_change, name="suggestion-change"),
    path("network/pairings/<uuid:public_id>/", officer.pairing, name="pairing"),
    path("network/pairings/<uuid:public_id>/yes-by-phone/", officer.yes_by_phone, name="yes-by-phone"),
    path("network/pairings/<uuid:public_id>/reserve/", officer.reserve_name, name="reserve-name"),
]
