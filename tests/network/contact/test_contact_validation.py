import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.contact import contact_validation


@pytest.mark.parametrize("typed", ["Null", "O", "José", "Anne-Marie O'Neill", "<script>alert(1)</script>", "李"])
def test_name_is_taken_as_typed(typed):
    assert contact_validation.name(typed) == typed


def test_name_has_single_spaces():
    assert contact_validation.name("  Robin \u00a0 Example ") == "Robin Example"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("=1+1", "at least one letter"),
        ("{{7*7}}", "at least one letter"),
        ("", "at least one letter"),
        ("x" * 300, "150 letters; this one has 300"),
        ("Robin\nBcc: x@example.org", "one line"),
        ("Robin\0", "hidden characters"),
        ("Robin\u202eelpmaxE", "hidden characters"),
    ],
)
def test_name_is_refused_in_words(typed, words):
    with pytest.raises(ValueError, match=words):
        contact_validation.name(typed)


@pytest.mark.parametrize(
    "typed", ["Head@School.Example", " head@school.example\n", "ｈead@school.example", "HEAD@SCHOOL.EXAMPLE",
     "\u202ahead@school.example\u202c", "head@school.example;", "head@school.example,", "head@school.example.",
     "Ann Example <head@school.example>", '"Example, Ann" <Head@school.example>;', "<head@school.example>",
     "mailto:head@school.example", "\ufeffhead@school.example\u00a0", "head\u200b@school.example"],
)  # fmt: skip
def test_one_mailbox_is_one_address(typed):
    assert contact_validation.email(typed) == "head@school.example"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("heаd@school.example", "only looks like an English one"),  # a Cyrillic а
        ("head@schооl.example", "only looks like"),
        ("head@school.example\nBcc: x@example.org", "one line"),
        ("head@school.example\r\nX: y", "one line"),
        ("head\0@school.example", "hidden characters"),
        ("head", "correct format"),
        ("head@school", "correct format"),
        ("head@@school.example", "correct format"),
        ("head..x@school.example", "correct format"),
        (".head@school.example", "correct format"),
        ("head@-school.example", "correct format"),
        ("<head@school.example", "correct format"),
        ("head@school.example; other@school.example", "correct format"),
        ("a" * 250 + "@school.example", "254 characters"),
    ],
)
def test_email_is_refused_in_words(typed, words):
    with pytest.raises(ValueError, match=words):
        contact_validation.email(typed)


@pytest.mark.parametrize(
    "typed",
    ["07700900123", "07700 900 123", "07700-900-123", "(07700) 900123", "+447700900123", "+44 7700 900123",
     "+44 (0)7700 900123", "00447700900123", "０７７００９００１２３",
     "447700900123", "44 7700 900123", "\u202a+44 7700 900123\u202c", "\u200e07700900123;", "07700\u00a0900\u00a0123",
     "07700\u2011900\u2011123", "07700–900–123", "tel:+447700900123", "07700/900123."],
)  # fmt: skip
def test_phone_is_one_number_however_it_is_typed(typed):
    assert contact_validation.phone(typed) == "+447700900123"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("09098790000", "premium"),
        ("0871 200 0000", "premium"),
        ("070 1234 5678", "premium"),
        ("+33 1 23 45 67 89", "United Kingdom"),
        ("0033123456789", "United Kingdom"),
        ("023 8000 0000", "starts with 07"),
        ("0770090012", "11 digits"),
        ("077009001234", "11 digits"),
        ("ring me", "telephone number"),
        ("07700900123\nBcc", "one line"),
        ("", "telephone number"),
        ("449098790000", "starts with 07"),
    ],
)
def test_phone_is_refused_in_words(typed, words):
    with pytest.raises(ValueError, match=words):
        contact_validation.phone(typed)


def test_phone_is_read_out_with_spaces():
    assert contact_validation.spoken("+447700900123") == "07700 900 123"
    assert contact_validation.spoken("116 123") == "116 123"


MARKS = st.sampled_from(["\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069", "\u200b", "\ufeff", "\u00ad"])
AROUND = st.lists(st.one_of(MARKS, st.sampled_from([" ", "\u00a0", "\t"])), max_size=3).map("".join)
WITHIN = st.tuples(st.integers(0, 9), st.sampled_from([" ", "-", "\u00a0", "\u2011", "\u202d", "\u200b"]))
BEHIND = st.sampled_from(["", ";", ",", " ;", ".", "; "])


@given(
    before=AROUND,
    behind=BEHIND,
    after=AROUND,
    prefix=st.sampled_from(["0", "+44", "+44 (0)", "0044", "44"]),
    cuts=st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from([" ", "-", "\u00a0", "\u2011", "\u202d", "\u200b"])), max_size=4
    ),
)
def test_one_phone_is_one_number_whatever_was_pasted_with_it(before, behind, after, prefix, cuts):
    rest = "7700900123"
    for place, mark in cuts:
        rest = rest[:place] + mark + rest[place:]
    assert contact_validation.phone(before + prefix + rest + behind + after) == "+447700900123"


@given(
    before=AROUND,
    behind=BEHIND,
    after=AROUND,
    name=st.text("AZaz ,.'\"-", max_size=12),
    bracketed=st.booleans(),
    place=st.integers(0, 19),
    mark=st.one_of(MARKS, st.just("")),
)
def test_one_mailbox_is_one_address_whatever_was_pasted_with_it(before, behind, after, name, bracketed, place, mark):
    typed = "Head@School.Example"
    typed = typed[:place] + mark + typed[place:]
    if bracketed:
        typed = f"{name} <{typed}>"
    pasted = before + typed + behind + after
    assert contact_validation.email(pasted) == "head@school.example"
    assert bracketed or contact_validation.rate_key(pasted) == "head@school.example"


@pytest.mark.parametrize(
    "typed",
    ["12345678", "1234-5678", "1234 5678", "1234\u00a05678", "1234–5678", "１２３４-５６７８", "\u202a1234-5678\u202c",
     "Your code is: 1234-5678", "Your code is: 12345678. It works for 10 minutes.", "1234-5678;"],
)  # fmt: skip
def test_a_code_is_taken_as_it_is_pasted(typed):
    assert contact_validation.code(typed, 8) == "12345678"


def test_a_code_of_another_length_stays_wrong():
    assert contact_validation.code("1234-567", 8) == "1234567"
    assert contact_validation.code("12345 and 678", 8) == "12345678"
    assert contact_validation.code("none", 8) == ""
    assert contact_validation.code("Code 123 456 for the app", 6, 8) == "123456"


@given(
    digits=st.text("0123456789", min_size=8, max_size=8),
    dash=st.sampled_from(["", "-", " ", "\u00a0", "\u2011", "–"]),
    before=st.sampled_from(["", "Your code is: ", "Code:\u00a0", "\u200e"]),
    after=st.sampled_from(["", ".", ";", "\u202c", "\r\n"]),
)
def test_any_code_is_found_in_what_was_pasted(digits, dash, before, after):
    assert contact_validation.code(before + digits[:4] + dash + digits[4:] + after, 8) == digits


@given(st.text(max_size=60))
def test_anything_typed_is_an_address_or_a_sentence(typed):
    for check in (
        contact_validation.name,
        contact_validation.email,
        contact_validation.phone,
        contact_validation.any_phone,
    ):
        with contextlib.suppress(ValueError):
            kept = check(typed)
            assert not contact_validation.has_controls(kept)
            assert check(kept) == kept
    assert contact_validation.rate_key(typed)
