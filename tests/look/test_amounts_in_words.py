"""Won as people say them, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import LARGEST_WON, parse_won, rounded, won_en, won_ko

AMOUNTS = st.integers(0, LARGEST_WON)


@pytest.mark.parametrize(
    ("won", "korean", "english"),
    [
        (0, "0원", "KRW 0"),
        (500, "500원", "KRW 500"),
        (10_000, "1만 원", "KRW 10,000"),
        (350_000_000, "3억 5,000만 원", "KRW 350 million"),
        (341_000_000, "3억 4,100만 원", "KRW 341 million"),
        (9_940_000_000, "99억 4,000만 원", "KRW 9.94 billion"),
        (1_234_567, "123만 4,567원", "KRW 1,234,567"),
        (5_000_000_000_000, "5조 원", "KRW 5 trillion"),
    ],
)
def test_an_amount_is_written_in_full(won: int, korean: str, english: str):
    assert won_ko(won) == korean
    assert won_en(won) == english


@pytest.mark.parametrize(
    ("won", "korean", "english"),
    [
        (2_340_000_000, "23.4억 원", "KRW 2.34 billion"),
        (7_600_000_000, "76억 원", "KRW 7.6 billion"),
        (341_000_000, "3.4억 원", "KRW 340 million"),
        (455_000_000, "4.6억 원", "KRW 460 million"),  # half up; a float makes it 4.5
        (99_999_999, "1억 원", "KRW 100 million"),
        (50_000_000, "5,000만 원", "KRW 50 million"),
        (0, "0원", "KRW 0"),
    ],
)
def test_a_headline_is_short_and_both_languages_round_alike(won: int, korean: str, english: str):
    assert won_ko(won, "short") == korean
    assert won_en(won, "short") == english


@given(AMOUNTS)
def test_what_is_written_in_full_is_read_back_unchanged(won: int):
    assert parse_won(won_ko(won)) == won
    assert parse_won(won_en(won)) == won
    assert parse_won(f"₩{won:,}") == won


@given(AMOUNTS)
def test_a_headline_is_never_off_by_more_than_half_its_last_digit(won: int):
    assert abs(rounded(won) - won) <= (50_000_000 if won >= 10**12 else 5_000_000)
    assert parse_won(won_ko(won, "short")) == rounded(won)
    assert rounded(-won) == -rounded(won)


@given(st.integers(1, LARGEST_WON))
def test_less_than_nothing_keeps_its_sign(won: int):
    assert won_ko(-won) == "-" + won_ko(won)
    assert won_en(-won) == won_en(won).replace("KRW ", "KRW -")
