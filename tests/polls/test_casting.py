"""One vote: from the choices to the receipt, and everything that must not happen on the way."""

import contextlib
import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.db import Base, db, transaction
from app.polls.models import BurnedLeaf, Intake, RollRow, RollState
from app.polls.services import casting, changing, errors, receipts, voters
from app.polls.services.definitions import definition_of
from tests.builders import an_account
from tests.polls.builders import AFTER, CLOSES, DURING, OPENS, a_frozen_poll, an_open_poll, subject, vote, voter
from voting.ledger import receipts as signed


def rows() -> dict[str, int]:
    counts = {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}
    return {name: count for name, count in counts.items() if count}


def test_a_vote_marks_the_roll_stores_a_sealed_ballot_and_gives_a_signed_receipt(app: Flask):
    poll = an_open_poll()
    before = rows()
    cast = vote(poll, 3, "2", "4", own="4711")
    line = db.session.get(RollRow, (poll.id, voter(poll, 3).pseud))
    assert (line.state, line.channel, len(line.tag)) == (RollState.voted, "web", 64)
    assert {name: n - before.get(name, 0) for name, n in rows().items() if n != before.get(name, 0)} == {
        "poll_intake": 1
    }
    kept = db.session.scalars(select(Intake)).one()
    assert kept.leaf.hex() == cast.receipt.leaf
    assert signed.is_receipt_of(cast.receipt, poll.log_key)
    found = receipts.look_up(poll, cast.receipt.code.lower().replace("-", " "))
    assert (found.state, found.own, found.leaf) == ("waiting", "4711", cast.receipt.leaf)


def test_the_same_form_posted_again_gives_the_same_receipt_and_no_second_ballot(app: Flask):
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        first, again = casting.cast(poll, who, field), casting.cast(poll, who, field)
    with clock.replaying(DURING + dt.timedelta(minutes=29)):
        assert casting.cast(poll, who, field) == first == again
    assert db.session.scalar(select(func.count()).select_from(Intake)) == 1


def test_a_second_ballot_of_the_same_voter_is_refused_over_all_ways(app: Flask):
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        other_tab = casting.draft(poll, who, ["2"]).field
        vote(poll, 1, "1")
        for field_of in (lambda: other_tab, lambda: casting.draft(poll, who, ["3"]).field):
            with pytest.raises(errors.AlreadyVoted):
                casting.cast(poll, who, field_of())
    assert db.session.scalar(select(func.count()).select_from(Intake)) == 1


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (OPENS - dt.timedelta(seconds=1), errors.NotOpenYet),
        (CLOSES, errors.PollClosed),
        (CLOSES - dt.timedelta(seconds=1), None),
    ],
)
def test_the_second_of_the_transaction_decides_not_that_of_the_form(app: Flask, at: dt.datetime, refusal):
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(max(OPENS, at - dt.timedelta(minutes=10))):
        field = casting.draft(poll, who, ["1"]).field
    with clock.replaying(at):
        if refusal is None:
            assert casting.cast(poll, who, field)
        else:
            with pytest.raises(refusal):
                casting.cast(poll, who, field)
    assert db.session.scalar(select(func.count()).select_from(Intake)) == (refusal is None)
    assert (db.session.get(RollRow, (poll.id, who.pseud)).state is RollState.voted) == (refusal is None)


def test_a_receipt_of_the_last_second_can_be_asked_for_after_the_end(app: Flask):
    """The answer was lost on the way: the same form is no new vote."""
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(CLOSES - dt.timedelta(seconds=1)):
        field = casting.draft(poll, who, ["1"]).field
        cast = casting.cast(poll, who, field)
    with clock.replaying(AFTER):
        assert casting.cast(poll, who, field) == cast


def test_the_clock_of_the_database_judges_without_a_replayed_past(app: Flask):
    now = clock.now()
    poll = an_open_poll(opens_at=now - dt.timedelta(hours=1), closes_at=now + dt.timedelta(hours=1))
    who = voter(poll, 1)
    assert casting.cast(poll, who, casting.draft(poll, who, ["1"]).field)


def test_a_form_is_good_for_its_voter_its_poll_and_half_an_hour(app: Flask):
    poll, other = an_open_poll(), an_open_poll()
    who, neighbour = voter(poll, 1), voter(poll, 2)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        for other_poll, person, text in (
            (poll, neighbour, field), (other, voter(other, 1), field), (poll, who, field[:-8] + "AAAAAAA="), (poll, who, "x"),
        ):  # fmt: skip
            with pytest.raises(errors.FormExpired):
                casting.cast(other_poll, person, text)
    with clock.replaying(DURING + dt.timedelta(minutes=31)), pytest.raises(errors.FormExpired):
        casting.cast(poll, who, field)
    assert db.session.scalar(select(func.count()).select_from(Intake)) == 0


def test_a_ballot_that_breaks_the_form_is_named_with_its_numbers(app: Flask):
    poll = an_open_poll()
    with clock.replaying(DURING), pytest.raises(errors.BallotInvalid) as refusal:
        casting.draft(poll, voter(poll, 1), ["1", "2", "3"])
    assert [(v.code, v.params) for v in refusal.value.violations] == [("too_many", {"named": 3, "at_most": 2})]
    with clock.replaying(DURING):
        assert vote(poll, 1)  # a blank vote
        with pytest.raises(errors.OwnNumberInvalid):
            casting.draft(poll, voter(poll, 2), ["1"], own="12")


def test_a_tested_ballot_shows_what_it_says_and_can_never_be_cast(app: Flask):
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1", "3"]).field
        opening = casting.burn(poll, who, field)
        assert [mark.split()[0] for mark in sorted(signed.tested_marks(definition_of(poll), opening))] == ["1", "3"]
        with pytest.raises(errors.LeafBurned):
            casting.cast(poll, who, field)
        assert casting.burn(poll, who, field) == opening
        afresh = casting.draft(poll, who, ["1", "3"]).field
        assert casting.cast(poll, who, afresh)
        with pytest.raises(errors.LeafCast):
            casting.burn(poll, who, afresh)
    assert db.session.scalar(select(func.count()).select_from(BurnedLeaf)) == 1


def test_who_is_not_on_the_list_gets_no_ballot(app: Flask):
    poll = an_open_poll()
    with pytest.raises(errors.NotEligible) as refusal:
        voters.voter_at_booth(poll, subject(999), channel="web")
    assert refusal.value.params == {"why": "not_on_list"}
    with pytest.raises(errors.NotEligible):
        voters.voter_of_account(poll, an_account())
    with pytest.raises(errors.NotEligible) as refusal:
        voters.voter_at_booth(poll, subject(1))
    assert refusal.value.params == {"why": "channel"}


def test_a_change_of_mind_replaces_the_ballot_and_needs_the_code_of_the_last_one(app: Flask):
    poll = an_open_poll()
    first = vote(poll, 1, "1")
    who = voter(poll, 1)
    with clock.replaying(DURING):
        typed = first.change_code.lower().replace("-", " ")
        one_tab = changing.draft_change(poll, who, typed, ["2"]).field
        other_tab = changing.draft_change(poll, who, typed, ["3"]).field
        second = casting.cast(poll, who, one_tab)
        assert casting.cast(poll, who, one_tab) == second
        with pytest.raises(errors.WrongChangeCode):
            casting.cast(poll, who, other_tab)
        for wrong in (first.change_code, "nonsense", vote(poll, 2, "4").change_code):
            with pytest.raises(errors.WrongChangeCode):
                changing.draft_change(poll, who, wrong, ["2"])
        third = casting.cast(poll, who, changing.draft_change(poll, who, second.change_code, ["4"]).field)
    assert len({first.receipt.leaf, second.receipt.leaf, third.receipt.leaf}) == 3
    assert db.session.scalar(select(func.count()).select_from(Intake)) == 4


def test_where_votes_cannot_be_changed_no_code_changes_one(app: Flask):
    poll = an_open_poll(may_change=False)
    cast = vote(poll, 1, "1")
    with clock.replaying(DURING), pytest.raises(errors.ChangeNotAllowed):
        changing.draft_change(poll, voter(poll, 1), cast.change_code, ["2"])
    assert db.session.get(RollRow, (poll.id, voter(poll, 1).pseud)).tag is None


def test_nothing_is_cast_before_the_poll_was_opened_in_the_log(app: Flask):
    poll = a_frozen_poll()
    with clock.replaying(DURING), pytest.raises(errors.NotOpenYet):
        casting.draft(poll, voter(poll, 1), ["1"])


def test_a_vote_within_a_transaction_goes_with_it(app: Flask):
    """As the demonstration casts, which is loaded as a whole or not at all."""
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        for _ in range(2):
            with contextlib.suppress(ZeroDivisionError), transaction():
                assert casting.cast(poll, who, field)
                raise ZeroDivisionError
        assert db.session.scalar(select(func.count()).select_from(Intake)) == 0
        with transaction():
            assert casting.cast(poll, who, field)
    assert db.session.scalar(select(func.count()).select_from(Intake)) == 1
