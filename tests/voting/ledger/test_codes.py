"""Codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ledger.codes import (
    ALPHABET,
    change_code,
    decode,
    encode,
    grouped,
    read_change_code,
    read_receipt_code,
    receipt_code,
)
from voting.ledger.words import Refused


def test_no_character_looks_like_another():
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(st.binary(min_size=16, max_size=16))
def test_a_change_code_is_read_as_it_is_printed(secret):
    assert len(change_code(secret).replace("-", "")) == 27
    assert read_change_code(change_code(secret)) == secret


@given(st.binary(min_size=32, max_size=32), st.data())
def test_a_code_is_read_however_it_is_typed(leaf, data):
    code = receipt_code(leaf)
    assert len(code) == 29
    typed = "".join(
        data.draw(st.sampled_from([mark, mark.lower(), f" {mark}", f"{mark}\u2013", chr(ord(mark) + 0xFEE0)]))
        for mark in code.replace("-", "")
    )
    assert read_receipt_code(typed) == code
    assert read_receipt_code(code.replace("0", "O").replace("1", "l")) == code
    assert read_receipt_code(code.replace("1", "i").replace("-", "")) == code


@given(st.binary(min_size=16, max_size=32), st.data())
def test_one_wrong_character_is_found(secret, data):
    code = encode(secret)
    at = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(sorted(set(ALPHABET) - {code[at]})))
    with pytest.raises(Refused, match="check"):
        decode(code[:at] + wrong + code[at + 1 :], len(secret))


@given(st.binary(min_size=16, max_size=16), st.data())
def test_two_characters_that_changed_places_are_found_wherever_they_stand(secret, data):
    code = list(encode(secret))
    i, j = data.draw(st.integers(0, 26)), data.draw(st.integers(0, 26))
    code[i], code[j] = code[j], code[i]
    if code == list(encode(secret)):
        assert decode("".join(code), 16) == secret
    else:
        with pytest.raises(Refused):
            decode("".join(code), 16)


def test_each_fault_is_named():
    code = change_code(bytes(16))
    for typed, fault in [
        ("", "code_empty"), (" - ", "code_empty"), (code[:-1], "code_length"), (code + "0", "code_length"),
        (code.replace("0", "U", 1), "code_character"), ("투표", "code_character"), (code[:-1] + "7", "code_check"),
    ]:  # fmt: skip
        with pytest.raises(Refused) as refused:
            read_change_code(typed)
        assert refused.value.code == fault
        assert refused.value.sentence("ko") != refused.value.sentence("en")


def test_bits_that_belong_to_no_secret_are_refused():
    # 26 characters hold 130 bits, a secret has 128.
    with pytest.raises(Refused):
        decode(encode(bytes(16) + b"\x40", 26), 16)


def test_groups_are_of_five():
    assert [len(part) for part in receipt_code(bytes(32)).split("-")] == [5] * 5
    assert grouped("ABCDEFG") == "ABCDE-FG"
