"""Paper: the roll first, two readers, a tray is a batch; one person one vote over all ways, and the totals add up."""

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db
from app.polls.models import PaperCard, Poll
from app.polls.services import casting, errors, log, paper, publishing, turnout, voters
from app.polls.services.making import ElectorateRow
from tests.builders import an_account
from tests.polls.builders import (
    AFTER,
    DURING,
    an_open_poll,
    closed,
    counted,
    published,
    subject,
    vote,
    voter,
)
from voting.ledger.verify import verify

ALL_WAYS = [
    ElectorateRow("citizens", "시민", "Citizens", eligibility="list", channels=("web", "booth", "paper"))
]  # fmt: skip


def at_the_desk(poll: Poll, number: int):
    return voters.voter_at_booth(poll, subject(number), channel="paper")


def a_poll_with_cards(people: int = 25, cards: range = range(20, 24)) -> Poll:
    poll = an_open_poll(people, electorates=ALL_WAYS)
    with clock.replaying(DURING):
        for number in cards:
            paper.hand_out(poll, at_the_desk(poll, number))
    return poll


def test_who_was_handed_a_card_cannot_vote_on_the_web_and_the_other_way_round(app: Flask):
    poll = a_poll_with_cards()
    vote(poll, 1, "1")
    with clock.replaying(DURING):
        with pytest.raises(errors.AlreadyVoted):
            casting.draft(poll, voter(poll, 20), ["1"])
        for number in (1, 20):
            with pytest.raises(errors.AlreadyVoted):
                paper.hand_out(poll, at_the_desk(poll, number))
        field = casting.draft(poll, voter(poll, 2), ["1"]).field
        paper.hand_out(poll, at_the_desk(poll, 2))
        with pytest.raises(errors.AlreadyVoted):
            casting.cast(poll, voter(poll, 2), field)
    with clock.replaying(AFTER), pytest.raises(errors.PollClosed):
        paper.hand_out(poll, at_the_desk(poll, 3))


def test_an_account_without_a_list_gets_one_card_or_one_vote(app: Flask):
    rows = [ElectorateRow("residents", "주민", "Residents", channels=("web", "paper"))]
    poll, account = an_open_poll(0, electorates=rows), an_account()
    with clock.replaying(DURING):
        paper.hand_out(poll, voters.voter_of_account(poll, account, channel="paper"))
        with pytest.raises(errors.AlreadyVoted):
            casting.draft(poll, voters.voter_of_account(poll, account), ["1"])
        with pytest.raises(errors.AlreadyVoted):
            paper.hand_out(poll, voters.voter_of_account(poll, account, channel="paper"))


def test_a_tray_is_read_twice_compared_card_by_card_and_logged_as_one_batch(app: Flask):
    poll = a_poll_with_cards()
    for number in range(20):
        vote(poll, number, "1")
    one, two, three = an_account(), an_account(), an_account()
    with clock.replaying(AFTER):
        with pytest.raises(paper.TrayInvalid):
            paper.make_tray(poll, "citizens", 0)
        tray = paper.make_tray(poll, "citizens", 5)
        for card in (1, 2):
            paper.enter(tray, card, chosen=["2", "3"], by=one)
        paper.enter(tray, 3, invalid_why="unsigned", by=one)
        paper.enter(tray, 4, invalid_why="not_returned", by=one)
        paper.enter(tray, 5, invalid_why="used_number", by=one)
        with pytest.raises(paper.TrayUnfinished):
            paper.log_tray(tray)
        paper.enter(tray, 1, chosen=["3", "2"], by=two)
        paper.enter(tray, 2, chosen=["2"], by=two)
        with pytest.raises(paper.TwoReaders):
            paper.enter(tray, 1, chosen=["2"], by=three)
        for card, why in ((3, "unsigned"), (4, "unreadable"), (5, "used_number")):
            paper.enter(tray, card, invalid_why=why, by=two)
        assert paper.compare(tray).differ == [2, 4]
        with pytest.raises(paper.CardsDiffer):
            paper.log_tray(tray)
        paper.enter(tray, 2, chosen=["2", "3"], by=two)
        paper.enter(tray, 4, invalid_why="not_returned", by=two)
        with pytest.raises(errors.BallotInvalid):
            paper.enter(tray, 2, chosen=["1", "2", "3"], by=two)
        with pytest.raises(paper.ReasonUnknown):
            paper.enter(tray, 2, invalid_why="ugly", by=two)
        with pytest.raises(paper.CardUnknown):
            paper.enter(tray, 6, chosen=["2"], by=two)
        before = log.head(poll).size
        paper.log_tray(tray)
        assert log.head(poll).size == before + 4  # the card with a used number is nobody's ballot
        with pytest.raises(paper.TrayDone):
            paper.enter(tray, 1, chosen=["2"], by=one)
    assert db.session.query(PaperCard).count() == 0
    published(counted(closed(poll)))
    verify(publishing.bundle(poll))
    found = poll.result["electorates"]["citizens"]
    assert (found["ballots"], found["void"], found["votes"]["2"], found["votes"]["1"]) == (22, 2, 2, 20)
    seen = turnout.of(poll)
    assert {group.name: group.voted for group in seen.channels} == {"web": 20, "paper": 4}
    assert sum(group.voted for group in seen.channels) == seen.voted == found["ballots"] + found["void"]


def test_the_log_is_not_closed_while_cards_are_out_and_takes_no_more_than_were_handed_out(app: Flask):
    poll = a_poll_with_cards(cards=range(20, 22))
    vote(poll, 1, "1")
    one, two = an_account(), an_account()
    with pytest.raises(paper.PaperMissing) as refusal:
        closed(poll)
    assert (refusal.value.params["handed"], refusal.value.params["entered"]) == (2, 0)
    assert log.head(poll).size == 2  # the ballots of the web are in nevertheless
    with clock.replaying(AFTER):
        tray = paper.make_tray(poll, "citizens", 3)
        for card in (1, 2, 3):
            for reader in (one, two):
                paper.enter(tray, card, chosen=["4"], by=reader)
        with pytest.raises(paper.MoreCardsThanHandedOut):
            paper.log_tray(tray)
        for reader in (one, two):
            paper.enter(tray, 3, invalid_why="used_number", by=reader)
        paper.log_tray(tray)
    counted(closed(poll))
