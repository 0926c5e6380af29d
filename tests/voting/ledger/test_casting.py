"""From a choice to a receipt."""

import random
from dataclasses import replace
from datetime import timedelta
from secrets import token_bytes

import pytest

from tests.voting.ledger.polls import CLOSES, FORMS, LOG, POLL, document, random_choice
from voting.ledger import casting, codes, receipts, review, sealing, signatures
from voting.ledger.canonical import canonical, parse
from voting.ledger.definition import read_definition
from voting.ledger.leaves import leaf_fault, leaf_of
from voting.ledger.slots import commitments, nonce, values_fault
from voting.ledger.words import SENTENCES, Refused

AT = CLOSES - timedelta(days=1)


@pytest.fixture
def box():
    return sealing.new_box(POLL)


@pytest.fixture
def poll(box):
    return read_definition(document(box=box[0]))


def code_of(act, *args, **kwargs):
    with pytest.raises(Refused) as found:
        act(*args, **kwargs)
    return found.value.code


def test_a_leaf_has_the_bytes_of_the_published_example():
    # The protocol's own example: seed 00..1f, two slots "42" and nothing, change code of zeros.
    body = {
        "electorate": "citizens", "poll": POLL, "slots": commitments(POLL, bytes(range(32)), ["42", None]), "v": 1,
        "change": casting.change_commitment(POLL, bytes(16)), "type": "ballot",
    }  # fmt: skip
    assert leaf_of(body).hex() == "9a6820cf634f2432ba5143ffe8a1bfa600c85c05c71f7227b9a0b4cab04950f8"


def test_two_equal_votes_have_nothing_in_common(poll):
    one, other = (casting.prepare(poll, "citizens", ["1", "2"]) for _ in range(2))
    assert not set(one.body["slots"]) & set(other.body["slots"])
    assert one.leaf != other.leaf
    assert one.tag != other.tag
    assert len(set(one.body["slots"])) == 3


@pytest.mark.parametrize("publish", ["marks", "ballots"])
@pytest.mark.parametrize("kind", FORMS)
def test_a_sealed_ballot_of_any_form_opens_to_what_was_chosen_and_all_have_one_length(kind, publish, box):
    if (kind, publish) == ("ordinal", "marks"):
        with pytest.raises(Refused, match="whole ballots"):
            read_definition(document(kind=kind, publish=publish))
        return
    poll = read_definition(document(kind=kind, publish=publish, box=box[0]))
    secret = sealing.combine(*box[1:], box[0])
    chance = random.Random(kind)
    lengths = set()
    for blank in (False, False, True):
        chosen, points = ([], None) if blank else random_choice(poll, chance)
        draft = casting.prepare(poll, "citizens", chosen, points)
        assert leaf_fault(draft.body) is None
        assert len(draft.body["slots"]) == poll.slots
        sealed = sealing.seal(poll, draft)
        lengths.add(len(sealed))
        seed, values = sealing.open_sealed(poll, sealing.box_key(secret), draft.leaf, sealed)
        assert (seed, values) == (draft.seed, list(draft.values))
        assert values_fault(poll, values) is None
        marks = [value for value in values if value is not None] if publish == "marks" else values[0]
        expected = list(chosen) if points is None else [list(pair) for pair in zip(chosen, points, strict=True)]
        assert sorted(marks, key=str) == sorted(expected, key=str)
        if kind == "ordinal":
            assert marks == expected
    assert len(lengths) == 1


def test_a_sealed_ballot_opens_under_its_own_leaf_and_key_only(poll, box):
    secret = sealing.combine(*box[1:], box[0])
    draft, other = (casting.prepare(poll, "citizens", ["1"]) for _ in range(2))
    sealed = sealing.seal(poll, draft)
    assert code_of(sealing.open_sealed, poll, sealing.box_key(secret), other.leaf, sealed) == "not_opened"
    assert code_of(sealing.open_sealed, poll, sealing.box_key(token_bytes(32)), draft.leaf, sealed) == "not_opened"
    for at in range(0, len(sealed), 13):
        broken = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert code_of(sealing.open_sealed, poll, sealing.box_key(secret), draft.leaf, broken) == "not_opened"
    assert code_of(sealing.open_sealed, poll, sealing.box_key(secret), draft.leaf, b"") == "not_opened"


def test_the_key_comes_from_both_printed_shares_and_from_nothing_less(box):
    public, one, other = box
    printed = [sealing.share_text(share) for share in (one, other)]
    typed = [sealing.read_share(text.lower().replace("-", " "), POLL) for text in printed]
    assert typed == [one, other]
    sealing.combine(*typed, public)
    assert code_of(sealing.combine, one, one, public) == "share_twice"
    assert code_of(sealing.combine, one, replace(other, part=bytes(32)), public) == "shares_do_not_fit"
    assert code_of(sealing.combine, one, replace(other, poll="00" * 16), public) == "share_of_other_poll"
    assert code_of(sealing.read_share, printed[0], "ff" * 16) == "share_of_other_poll"
    assert code_of(sealing.read_share, printed[0][:-1], POLL) == "share_unreadable"
    wrong = printed[0][:-1] + ("0" if printed[0][-1] != "0" else "1")
    assert code_of(sealing.read_share, wrong, POLL) == "share_unreadable"


@pytest.mark.parametrize(
    ("chosen", "fault"), [(["1", "2", "3", "4"], "too_many"), (["9"], "unknown_project"), (["1", "1"], "project_twice")]
)
def test_a_ballot_that_breaks_the_form_is_not_prepared(poll, chosen, fault):
    with pytest.raises(Refused, match=fault):
        casting.prepare(poll, "citizens", chosen)


def test_a_blank_ballot_needs_a_form_that_allows_it(poll):
    assert set(casting.prepare(poll, "citizens", []).values) == {None}
    strict = read_definition(document(form={**FORMS["approval"], "blank": False}))
    assert code_of(casting.prepare, strict, "citizens", []) == "ballot_invalid"


def test_an_own_number_stands_in_the_leaf(poll):
    assert casting.prepare(poll, "citizens", ["1"], own="4711").body["own"] == "4711"
    for wrong in ("123", "123456789", "12a4", "１２３４"):
        assert code_of(casting.prepare, poll, "citizens", ["1"], own=wrong) == "own_number"


def test_a_replacement_proves_that_it_may_and_hides_whose_it_is(poll):
    old = casting.prepare(poll, "citizens", ["1"])
    new = casting.prepare(poll, "citizens", ["2"], replaces=old.leaf, by=old.change)
    assert new.body["replaces"] == old.leaf.hex()
    assert signatures.digest(bytes.fromhex(new.body["proof"])).hex() == old.body["change"]
    # What the log shows of the old ballot leads to no tag of the roll.
    shown = canonical(old.body) + canonical(new.body)
    assert old.tag.encode() not in shown
    assert new.tag.encode() not in shown
    assert new.change != old.change


def test_a_paper_card_cannot_be_changed(poll):
    card = casting.prepare_paper(poll, "citizens", ["1"])
    assert leaf_fault(card.body) is None
    assert "change" not in card.body


def test_a_receipt_is_the_same_when_asked_again_and_tells_no_time(poll):
    draft = casting.prepare(poll, "citizens", ["1"])
    receipt = receipts.make_receipt(poll, draft.leaf, LOG)
    assert receipt == receipts.make_receipt(poll, draft.leaf, LOG)
    assert receipt.by == poll.document["log_by"]
    assert receipts.is_receipt_of(receipt, signatures.public_key(LOG))
    for change in ({"by": "2026-11-08T00:00Z"}, {"leaf": "00" * 32}, {"poll": "00" * 16}):
        assert not receipts.is_receipt_of(replace(receipt, **change), signatures.public_key(LOG))


def test_the_qr_code_holds_the_whole_receipt_after_the_address(poll):
    receipt = receipts.make_receipt(poll, casting.prepare(poll, "citizens", ["1"]).leaf, LOG)
    text = receipts.qr_text(receipt, "https://vote.example/polls/1/receipt")
    assert text.startswith("https://vote.example/polls/1/receipt#")
    assert receipts.read_qr(text) == receipt
    for wrong in ("", "#", text[:-4], text + "!", "https://vote.example/"):
        assert code_of(receipts.read_qr, wrong) == "receipt_unreadable"


def test_a_tested_machine_shows_what_its_signed_leaf_says(poll):
    draft = casting.prepare(poll, "citizens", ["2", "3"])
    opening = parse(canonical(receipts.open_test(draft, receipts.sign_draft(draft, LOG))))
    assert sorted(receipts.tested_marks(poll, opening)) == ["2 사업2", "3 사업3"]


def test_a_machine_that_cheats_is_found_by_testing_it(poll):
    shown, noted = casting.prepare(poll, "citizens", ["2"]), casting.prepare(poll, "citizens", ["4"])
    signature = receipts.sign_draft(noted, LOG)
    honest = receipts.open_test(noted, signature)
    for lie in (
        {"values": list(shown.values)}, {"body": shown.body}, {"seed": shown.seed.hex()}, {"sig": "00" * 64},
        {"values": ["9", None, None]}, {"body": {}}, {"seed": 1},
    ):  # fmt: skip
        assert code_of(receipts.tested_marks, poll, honest | lie) == "test_failed"
    assert code_of(receipts.tested_marks, poll, []) == "test_failed"


def test_the_review_form_comes_back_whole_for_the_same_person_in_time(poll):
    draft = casting.prepare(poll, "citizens", ["1"], own="4711")
    today, yesterday = token_bytes(32), token_bytes(32)
    field = review.conceal(yesterday, poll, draft, "p1", AT)
    found, sealed = review.reveal([today, yesterday], poll, field, "p1", AT + timedelta(minutes=29))
    assert found == draft
    assert len(sealed) == len(sealing.seal(poll, draft))
    assert "4711" not in field
    for keys, pseud, at, text in [
        ([today], "p1", AT, field), ([yesterday], "p2", AT, field), ([yesterday], "p1", AT + timedelta(minutes=31), field),
        ([yesterday], "p1", AT, field[:-8]), ([yesterday], "p1", AT, "!"), ([yesterday], "p1", AT, ""),
    ]:  # fmt: skip
        assert code_of(review.reveal, keys, poll, text, pseud, at) == "review_form"


def test_the_review_form_has_one_length_whatever_was_chosen(poll):
    key = token_bytes(32)
    drafts = [casting.prepare(poll, "citizens", chosen) for chosen in ([], ["1"], ["1", "2", "3"])]
    assert len({len(review.conceal(key, poll, draft, "p", AT)) for draft in drafts}) == 1


def test_a_pseudonym_is_of_one_poll_alone():
    one, other = (casting.pseudonym(bytes(32), poll, "person:1") for poll in (POLL, "ff" * 16))
    assert one != other
    assert one == casting.pseudonym(bytes(32), POLL, "person:1")


def test_nonces_of_slots_differ():
    assert len({nonce(bytes(32), j) for j in range(300)}) == 300


def test_change_codes_are_read_back():
    change = token_bytes(16)
    assert codes.read_change_code(codes.change_code(change).lower()) == change


def test_every_fault_has_a_sentence_in_both_languages():
    for code, (english, korean) in SENTENCES.items():
        assert english != korean, code
        assert {p.split("}")[0] for p in english.split("{")[1:]} >= {p.split("}")[0] for p in korean.split("{")[1:]}, (
            code
        )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"closes": "2026-10-01T00:00Z"}, "closes before"), ({"log_by": "2026-11-01T00:00Z"}, "before the closing"),
        ({"poll": "zz"}, "poll"), ({"voters": 1}, "does not belong"), ({"form": {"kind": "approval"}}, "blank"),
        ({"form": {"kind": "approval", "blank": True, "at_least": 9}}, "more are to be named"),
        ({"electorates": {"a": 0}}, "zero or less"), ({"electorates": {"a": 1, "b": None}}, "some have none"),
        ({"options": 0}, "no options"), ({"rule": {"name": "top-k", "options": {"seats": 2}}}, "no option seats"),
        ({"rule": {"name": "majority", "options": {}}}, "yes/no"), ({"rule": {"name": "magic", "options": {}}}, "name"),
        ({"rule": {"name": "top-k", "options": {"ties": ["luck"]}}}, "luck"), ({"v": True}, "v"),
        ({"options": [{"id": "a,b", "cost": 1, "labels": {}, "name": {"en": "", "ko": ""}}]}, "comma"),
        ({"electorates": {"a": "1/0"}}, "no amount"), ({"v": 3}, "v"), ({"v": 2}, "version 2 has"),
        ({"appeal_days": 14}, "version 1 neither"), ({"v": 2, "appeal_days": 14}, "version 2 has"),
        ({"v": 2, "appeal_days": 14, "auditors": [{"key": "00" * 32, "name": "A", "role": "B"}] * 2}, "an auditor twice"),
        ({"v": 2, "appeal_days": 14, "auditors": [{"key": "key", "name": "A", "role": "B"}]}, "auditors"),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_be_voted_on_is_refused(changes, fault):
    changes = dict(changes)
    options = changes.pop("options", 5)
    made = document(options=options if isinstance(options, int) else 5, **changes)
    if not isinstance(options, int):
        made["options"] = options
    with pytest.raises(Refused, match=fault) as found:
        read_definition(made)
    assert found.value.code == "definition"
