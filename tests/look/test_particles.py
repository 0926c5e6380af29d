"""Particles follow the last sound as it is read aloud."""

import pytest

from app.core.korean import josa


@pytest.mark.parametrize(
    ("text", "particle", "whole"),
    [
        ("북구", "을/를", "북구를"),
        ("광산", "은/는", "광산은"),
        ("시민", "이/가", "시민이"),
        ("의회", "과/와", "의회와"),
        ("서울", "으로/로", "서울로"),
        ("광주", "으로/로", "광주로"),
        ("집행", "으로/로", "집행으로"),
        ("500만 원", "을/를", "500만 원을"),
        ("632건", "이/가", "632건이"),
        ("58.6%", "이/가", "58.6%가"),
        ("청년(18~34세)", "은/는", "청년(18~34세)은"),
        ("‘쉼터’", "을/를", "‘쉼터’를"),
        ("제안 3", "과/와", "제안 3과"),
        ("제안 2", "과/와", "제안 2와"),
        ("제안 7", "으로/로", "제안 7로"),
        ("제안 6", "으로/로", "제안 6으로"),
        ("10", "을/를", "10을"),
        ("1,000", "이/가", "1,000이"),
        ("0", "이/가", "0이"),
        ("1000000000000", "이/가", "1000000000000가"),
    ],
)
def test_the_particle_fits(text: str, particle: str, whole: str):
    assert josa(text, particle) == whole


@pytest.mark.parametrize("text", ["KRDS", "", "…", "제목!"])
def test_an_unknown_sound_gets_both_forms(text: str):
    assert josa(text, "이/가") == f"{text}이(가)"
