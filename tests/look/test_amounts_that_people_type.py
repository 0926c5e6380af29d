"""What is typed into a form or a sheet becomes won, or a message that names the fault."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import (
    AmountHasFraction,
    AmountHasLetter,
    AmountInPowers,
    AmountMissing,
    AmountNegative,
    AmountTooLarge,
    UnreadableAmount,
    parse_won,
)


@pytest.mark.parametrize(
    ("typed", "won"),
    [
        ("3억 5,000만 원", 350_000_000),
        ("3억5000만원", 350_000_000),
        ("₩350,000,000", 350_000_000),
        ("350백만원", 350_000_000),
        ("350 백만 원", 350_000_000),
        ("1,000", 1_000),
        ("5천만", 50_000_000),
        ("350천원", 350_000),
        ("1억2천3백만", 123_000_000),
        ("3.5억", 350_000_000),
        ("1.5천원", 1_500),
        ("만원", 10_000),
        ("천만 원", 10_000_000),
        ("３５０，０００", 350_000),
        ("  0 원", 0),
        ("1억원정", 100_000_000),
        ("KRW 2.34 billion", 2_340_000_000),
    ],
)
def test_an_amount_is_read_as_it_was_meant(typed: str, won: int):
    assert parse_won(typed) == won


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", AmountMissing),
        ("   ", AmountMissing),
        ("원", AmountMissing),
        ("1O0", AmountHasLetter),
        ("l00", AmountHasLetter),
        ("1.2E+15", AmountInPowers),
        ("3.5e8", AmountInPowers),
        ("-5,000", AmountNegative),
        ("−5,000", AmountNegative),
        ("(5,000)", AmountNegative),
        ("100.5", AmountHasFraction),
        ("1.000", AmountHasFraction),
        ("1.00005만", AmountHasFraction),
        ("10000000억", AmountTooLarge),
        ("1,00", UnreadableAmount),
        ("1 000", UnreadableAmount),
        ("3만 5억", UnreadableAmount),
        ("5천 3천", UnreadableAmount),
        ("3억 3억", UnreadableAmount),
        ("억", UnreadableAmount),
        ("약 3억", UnreadableAmount),
        ("=1+1", UnreadableAmount),
        ("3억~5억", UnreadableAmount),
    ],
)
def test_what_is_no_amount_is_refused_by_its_fault(typed: str, fault: type[UnreadableAmount]):
    with pytest.raises(UnreadableAmount) as refused:
        parse_won(typed)
    assert type(refused.value) is fault
    assert refused.value.params["text"] == typed.strip()


def test_the_letter_is_named():
    with pytest.raises(AmountHasLetter) as refused:
        parse_won("1O0")
    assert refused.value.params["letter"] == "O"


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_reader(typed: str):
    with suppress(UnreadableAmount):
        assert parse_won(typed) >= 0


@given(st.integers(0, 9_999), st.integers(0, 9_999), st.integers(0, 9_999), st.sampled_from(["", " "]))
def test_groups_add_up(eok: int, man: int, rest: int, gap: str):
    typed = f"{eok}억{gap}{man:,}만{gap}{rest}원"
    assert parse_won(typed) == eok * 100_000_000 + man * 10_000 + rest


@given(st.integers(0, 99_999), st.integers(1, 8))
def test_decimals_of_eok_are_exact(digits: int, places: int):
    text = f"{digits // 10**places}.{digits % 10**places:0{places}}억"
    assert Fraction(parse_won(text)) == Fraction(digits, 10**places) * 100_000_000
