"""Canonical JSON, signatures, heads."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ledger.canonical import canonical, parse
from voting.ledger.heads import SignedHead, follows, is_head_of, minute, sign_head
from voting.ledger.merkle import Frontier, Tree, leaf_hash
from voting.ledger.signatures import DRAFT, HEAD, is_signed, new_key, public_key, sign

POLL = "00112233445566778899aabbccddeeff"
AT = datetime(2026, 11, 25, 4, 13, 59, tzinfo=UTC)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=0xD7FF)), inner),
    max_leaves=12,
)


def test_strings_are_escaped_as_in_rfc_8785():
    # RFC 8785, section 3.2.2.2 and 3.2.4: the string of its example, in UTF-8
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical(text).decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_keys_are_sorted_as_in_rfc_8785():
    # RFC 8785, section 3.2.3, without the key beyond U+FFFF, which we refuse
    keys = {
        "€": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter",
        "1": "One",
        "\x80": "Control",
        "ö": "o",
    }
    expected = ["\r", "1", "\x80", "ö", "€", "\ufb33"]
    assert list(parse(canonical(keys))) == expected


@given(plain)
def test_what_is_written_is_read_back(value):
    assert parse(canonical(value)) == value


@pytest.mark.parametrize("data", [b'{"a":1, "b":2}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"1e3", b"NaN", b"-0",
                                  b'"\\u0041"', b"9007199254740993", b"\xff", b"", b"[" * 5000, b'"\\ud800"'])  # fmt: skip
def test_other_bytes_of_a_document_are_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(data)


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, {"\U0001f5f3": 1}, b"", {"a": [0.0]}])
def test_what_has_no_exact_form_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011
        canonical(value)


def test_a_signature_is_good_for_its_key_purpose_and_document_alone():
    # RFC 8032, section 7.1, test 1: the public key of this secret
    secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert public_key(secret) == public
    signature = sign(secret, HEAD, {"a": 1})
    assert signature == sign(secret, HEAD, {"a": 1})
    assert is_signed(public, HEAD, {"a": 1}, signature)
    assert not is_signed(public, DRAFT, {"a": 1}, signature)
    assert not is_signed(public, HEAD, {"a": 2}, signature)
    assert not is_signed(public_key(new_key()), HEAD, {"a": 1}, signature)
    assert not is_signed("no key", HEAD, {"a": 1}, signature)


def test_a_head_is_read_back_and_any_change_of_it_is_found():
    secret = new_key()
    head = sign_head(secret, POLL, Frontier().append(leaf_hash(b"a")), AT)
    assert head.time == "2026-11-25T04:13Z"
    assert SignedHead.of(parse(canonical(head.as_json()))) == head
    assert is_head_of(head, public_key(secret))
    for change in ({"size": 2}, {"root": "00" * 32}, {"time": "2026-11-25T04:14Z"}, {"poll": "00" * 16}):
        assert not is_head_of(replace(head, **change), public_key(secret))
    with pytest.raises(ValueError, match=r"head\.size"):
        SignedHead.of({**head.as_json(), "head": {**head.document(), "size": -1}})
    with pytest.raises(ValueError, match="does not belong"):
        SignedHead.of({**head.as_json(), "voter": "somebody"})


def test_a_minute_is_utc_and_needs_a_zone():
    seoul = timezone(timedelta(hours=9))
    assert minute(datetime(2026, 11, 25, 8, 59, 59, tzinfo=seoul)) == "2026-11-24T23:59Z"
    with pytest.raises(ValueError, match="zone"):
        minute(datetime(2026, 11, 25))  # noqa: DTZ001


def test_a_witness_sees_a_rewritten_log():
    secret = new_key()
    tree = Tree(leaf_hash(bytes([n])) for n in range(5))
    kept = sign_head(secret, POLL, Frontier().extend(leaf_hash(bytes([n])) for n in range(3)), AT)
    now = sign_head(secret, POLL, Frontier().extend(leaf_hash(bytes([n])) for n in range(5)), AT)
    proof = [part.hex() for part in tree.consistency(3)]
    assert follows(kept, now, proof)
    rewritten = sign_head(secret, POLL, Frontier().extend(leaf_hash(bytes([n])) for n in (0, 9, 2, 3, 4)), AT)
    assert not follows(kept, rewritten, proof)
    assert not follows(now, kept, [])
    assert not follows(kept, now, ["no hex"])
