from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.ladder import (
    Answer,
    CallOut,
    Colleague,
    Reply,
    Settings,
    Step,
    choose,
    next_step,
    no_channel,
    speak_by,
)

T0 = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
USUAL = Settings()


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def call(**given) -> CallOut:
    return CallOut(**{"need": "send", "raised_at": T0, **given})


def people(*keys: int, **given) -> list[Colleague]:
    return [Colleague(key, **given) for key in keys]


def said(answer: Answer, minutes: float, from_minutes: float | None = None) -> Reply:
    return Reply(answer, at(minutes), None if from_minutes is None else at(from_minutes))


def after_wave(*keys: int, waves: int = 1, minutes: float = 0, **given) -> CallOut:
    return call(asked=dict.fromkeys(keys, 1), waves=waves, last_wave_at=at(minutes), **given)


ASKED = after_wave(1, 2, 3)


@pytest.mark.parametrize(
    ("story", "colleagues", "now", "step"),
    [
        (call(), people(1, 2, 3, 4), 0, Step(ask=(1, 2, 3), look_again_at=at(5))),
        (call(), people(1), 0, Step(ask=(1,), look_again_at=at(5))),
        (call(), [], 0, Step(nobody_left=True)),
        (call(), people(1, conflict="same employer"), 0, Step(nobody_left=True)),
        (call(), people(1, free=False), 0, Step(nobody_left=True)),
        (call(), people(1, reachable=False), 0, Step(nobody_left=True)),
        (call(excluded=frozenset({1})), people(1), 0, Step(nobody_left=True)),
        (ASKED, people(1, 2, 3, 4), 4.9, Step(look_again_at=at(5))),
        (ASKED, people(1, 2, 3, 4), 5, Step(ask=(4,), look_again_at=at(10))),
        (after_wave(1, 2, 3, waves=3, minutes=10), people(4), 15, Step(ask=(4,), look_again_at=at(20))),
        (ASKED, people(1, 2, 3), 4, Step(look_again_at=at(5))),
        (ASKED, people(1, 2, 3), 5, Step(nobody_left=True)),
        (replace(ASKED, replies={2: said(Answer.YES, 1)}), people(1, 2, 3, 4), 1, Step(take=2)),
        (replace(ASKED, replies={2: said(Answer.YES, 2), 3: said(Answer.YES, 1)}), people(4), 2, Step(take=3)),
        (replace(ASKED, replies={1: said(Answer.YES_FROM, 1, 16)}), people(4), 1, Step(take=1)),
        (replace(ASKED, replies={1: said(Answer.YES_FROM, 1, 17)}), people(4), 1, Step(look_again_at=at(5))),
        (replace(ASKED, replies={1: said(Answer.YES_FROM, 1, 60)}), [], 5, Step(take=1)),
        (
            replace(ASKED, replies={1: said(Answer.IF_NOBODY, 1), 2: said(Answer.YES_FROM, 2, 90)}),
            [],
            5,
            Step(take=2),
        ),
        (replace(ASKED, replies={1: said(Answer.IF_NOBODY, 1)}), [], 5, Step(take=1)),
        (replace(ASKED, replies={1: said(Answer.IF_NOBODY, 1)}), people(4), 5, Step(ask=(4,), look_again_at=at(10))),
        (
            replace(ASKED, replies={key: said(Answer.NO, 1) for key in (1, 2, 3)}),
            [],
            1,
            Step(nobody_left=True),
        ),
        (
            replace(ASKED, replies={1: said(Answer.NO, 1), 2: said(Answer.NO, 1), 3: said(Answer.IF_NOBODY, 1)}),
            [],
            1,
            Step(take=3),
        ),
        (replace(ASKED, winner=2, won_at=at(1)), people(4), 15.9, Step(look_again_at=at(16))),
        (replace(ASKED, winner=2, won_at=at(1)), people(4), 16, Step(let_go=2)),
        (replace(ASKED, winner=2, won_at=at(1), available_from=at(30)), people(4), 44, Step(look_again_at=at(45))),
        (replace(ASKED, winner=2, won_at=at(1), spoken=True), people(4), 60, Step()),
        (replace(ASKED, closed=True), people(4), 60, Step()),
        (
            replace(ASKED, let_go=frozenset({2}), replies={2: said(Answer.YES, 1)}),
            people(1, 2, 3, 4),
            16,
            Step(ask=(4,), look_again_at=at(21)),
        ),
    ],
)
def test_the_next_step(story, colleagues, now, step):
    assert next_step(story, colleagues, USUAL, at(now)) == step


RE_OPENED = replace(ASKED, let_go=frozenset({2}), re_opened_at=at(16))


@pytest.mark.parametrize(
    ("story", "colleagues", "now", "step"),
    [
        (RE_OPENED, people(4), 16, Step(ask=(4,), look_again_at=at(21))),
        (RE_OPENED, [], 16, Step(look_again_at=at(21))),
        (RE_OPENED, [], 21, Step(nobody_left=True)),
        (replace(RE_OPENED, replies={key: said(Answer.NO, 17) for key in (1, 3)}), [], 17, Step(nobody_left=True)),
        (replace(RE_OPENED, replies={1: said(Answer.YES, 17)}), [], 17, Step(take=1)),
    ],
)
def test_after_a_re_opening_those_asked_again_have_time_to_answer(story, colleagues, now, step):
    assert next_step(story, colleagues, USUAL, at(now)) == step


def test_who_has_no_channel_is_named_and_never_asked():
    crowd = [Colleague(1), Colleague(2, reachable=False), Colleague(3, reachable=False, free=False)]
    assert no_channel(call(), crowd) == (2,)
    assert no_channel(call(), [Colleague(4, reachable=False, conflict="same school")]) == ()
    assert choose(call(), crowd, 3) == (1,)


def test_those_who_know_the_need_come_first_then_those_asked_least():
    known = frozenset({"send"})
    crowd = [
        Colleague(1),
        Colleague(2, knows=known, asked_lately=2),
        Colleague(3, knows=known),
        Colleague(4, asked_lately=1),
    ]
    assert choose(call(), crowd, 4) == (3, 2, 1, 4)
    assert choose(call(), crowd[::-1], 4) == (3, 2, 1, 4)


def test_the_head_is_told_by_when_they_will_have_spoken():
    assert speak_by(ASKED, USUAL) is None
    assert speak_by(replace(ASKED, winner=1, won_at=at(2)), USUAL) == at(17)


@pytest.mark.parametrize(
    "wrong",
    [{"wave_size": 0}, {"waits": ()}, {"waits": (0,)}, {"waits": (10, 5)}, {"waits": (5, 5)}, {"speak_within": 0}],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r"minute|later"):
        Settings(**wrong)


colleagues_drawn = st.lists(
    st.builds(
        Colleague,
        key=st.integers(1, 12),
        free=st.booleans(),
        conflict=st.sampled_from(["", "", "same employer"]),
        reachable=st.sampled_from([True, True, True, False]),
        knows=st.sampled_from([frozenset(), frozenset({"send"})]),
        asked_lately=st.integers(0, 3),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
settings_drawn = st.builds(
    Settings,
    wave_size=st.integers(1, 4),
    waits=st.sampled_from([(5, 10, 15), (5,), (1, 2), (10, 20, 40, 80)]),
    speak_within=st.integers(1, 30),
)


@given(data=st.data(), crowd=colleagues_drawn, settings=settings_drawn)
def test_any_story_keeps_the_promises(data, crowd, settings):
    """Random answers, times, deaths of the worker and failures: the ladder is driven to its end, every step checked."""
    by_key = {one.key: one for one in crowd}
    story, now, winners = call(), T0, []
    for _ in range(120):
        step = next_step(story, crowd, settings, now)
        assert (step.take is None) or (not step.ask and step.let_go is None)
        if step.ask:
            assert story.winner is None
            assert not any(
                reply.answer is Answer.YES and key not in story.let_go for key, reply in story.replies.items()
            )
            assert len(set(step.ask)) == len(step.ask) <= settings.wave_size
            assert not set(step.ask) & set(story.asked)
            assert all(by_key[key].free and by_key[key].reachable and not by_key[key].conflict for key in step.ask)
            story = replace(
                story,
                asked={**story.asked, **dict.fromkeys(step.ask, story.waves + 1)},
                waves=story.waves + 1,
                last_wave_at=now,
            )
        elif step.take is not None:
            assert story.winner is None
            assert step.take in story.asked
            assert story.replies[step.take].answer is not Answer.NO
            assert step.take not in winners
            winners.append(step.take)
            story = replace(story, winner=step.take, won_at=now, available_from=story.replies[step.take].available_from)
        elif step.let_go is not None:
            assert step.let_go == story.winner
            story = replace(  # the others are asked again: only a "no" still stands
                story,
                winner=None,
                won_at=None,
                available_from=None,
                let_go=story.let_go | {step.let_go},
                re_opened_at=now,
                replies={key: reply for key, reply in story.replies.items() if reply.answer is Answer.NO},
            )
        elif step.nobody_left:
            left = [one.key for one in crowd if one.free and one.reachable and not one.conflict]
            assert set(left) <= set(story.asked)
            assert not any(
                reply.answer is not Answer.NO and key not in story.let_go for key, reply in story.replies.items()
            ), "a kept answer is taken before the page says that nobody came"
            break
        else:
            waiting = sorted(set(story.asked) - set(story.replies) - story.let_go)
            if waiting and story.winner is None and data.draw(st.booleans()):
                key = data.draw(st.sampled_from(waiting))
                answer = data.draw(st.sampled_from(list(Answer)))
                later = now + timedelta(minutes=data.draw(st.integers(0, 90))) if answer is Answer.YES_FROM else None
                story = replace(story, replies={**story.replies, key: Reply(answer, now, later)})
            elif story.winner is not None and data.draw(st.booleans()):
                story = replace(story, spoken=True)
                assert next_step(story, crowd, settings, now + timedelta(days=1)) == Step()
                break
            else:
                assert step.look_again_at is not None, "somebody is asked as long as anyone is left"
                assert step.look_again_at > now
                now = step.look_again_at + timedelta(minutes=data.draw(st.sampled_from([0, 0, 1, 45])))
        now += timedelta(seconds=data.draw(st.integers(0, 20)))
    else:
        raise AssertionError("the ladder did not come to an end")
