import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import addresses


@pytest.mark.parametrize("typed", ["Null", "O", "José", "Anne-Marie O'Neill", "<script>alert(1)</script>", "李"])
def test_name_is_taken_as_typed(typed):
    assert addresses.name(typed) == typed


def test_name_has_single_spaces():
    assert addresses.name("  Robin \u00a0 Example ") == "Robin Example"


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
        addresses.name(typed)


@pytest.mark.parametrize(
    "typed", ["Head@School.Example", " head@school.example\n", "ｈead@school.example", "HEAD@SCHOOL.EXAMPLE"]
)
def test_one_mailbox_is_one_address(typed):
    assert addresses.email(typed) == "head@school.example"


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
        ("<head@school.example>", "correct format"),
        ("a" * 250 + "@school.example", "254 characters"),
    ],
)
def test_email_is_refused_in_words(typed, words):
    with pytest.raises(ValueError, match=words):
        addresses.email(typed)


@pytest.mark.parametrize(
    "typed",
    ["07700900123", "07700 900 123", "07700-900-123", "(07700) 900123", "+447700900123", "+44 7700 900123",
     "+44 (0)7700 900123", "00447700900123", "０７７００９００１２３"],
)  # fmt: skip
def test_phone_is_one_number_however_it_is_typed(typed):
    assert addresses.phone(typed) == "+447700900123"


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
    ],
)
def test_phone_is_refused_in_words(typed, words):
    with pytest.raises(ValueError, match=words):
        addresses.phone(typed)


def test_phone_is_read_out_with_spaces():
    assert addresses.spoken("+447700900123") == "07700 900 123"
    assert addresses.spoken("116 123") == "116 123"


@given(st.text(max_size=60))
def test_anything_typed_is_an_address_or_a_sentence(typed):
    for check in (addresses.name, addresses.email, addresses.phone):
        with contextlib.suppress(ValueError):
            kept = check(typed)
            assert not addresses.has_controls(kept)
            assert check(kept) == kept
    assert addresses.rate_key(typed)
