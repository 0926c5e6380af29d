"""A poll is made, changed while a draft, frozen once; who may vote is known from list, account or code."""

import datetime as dt
from fractions import Fraction

import pytest
from flask import Flask

from app.accounts.models import ClaimKind, ClaimSource
from app.accounts.services import personal
from app.core import clock, secret_files
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.polls.models import RollRow
from app.polls.services import casting, codes, errors, faults, finding, freezing, keys, making, opening, roll, voters
from app.polls.services.definitions import DefinitionChanged, definition_of
from app.polls.services.making import ElectorateRow, OptionRow
from tests.builders import BUKGU, DONG, an_account
from tests.polls.builders import CLOSES, DURING, OPENS, OPTIONS, TOP_TWO, a_draft, a_frozen_poll, an_open_poll, subject

ONE = OptionRow("1", "하나", "One")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ({"options": []}, faults.OptionsInvalid),
        ({"options": [ONE, ONE]}, faults.OptionsInvalid),
        ({"options": [OptionRow("a b", "하나", "One"), ONE]}, faults.OptionsInvalid),
        ({"electorates": []}, faults.ElectoratesInvalid),
        ({"electorates": [ElectorateRow("Citizens!", "시민", "Citizens")]}, faults.ElectoratesInvalid),
        ({"electorates": [ElectorateRow("all", "시민", "Citizens", channels=("post",))]}, faults.ElectoratesInvalid),
        (
            {"electorates": [ElectorateRow("a", "가", "A", Fraction(1, 2)), ElectorateRow("b", "나", "B")]},
            faults.ElectoratesInvalid,
        ),
        ({"closes_at": OPENS}, faults.TimesInvalid),
        ({"form_numbers": {"at_least": 9}}, faults.FormInvalid),
        ({"form_numbers": {"at_most": "two"}}, faults.FormInvalid),
        ({"form": "shouting"}, faults.FormInvalid),
        ({"publish": "nothing"}, faults.PublishInvalid),
        ({"rule": TOP_TWO | {"options": {"k": 2, "luck": 1}}}, faults.RuleInvalid),
        ({"rule": TOP_TWO | {"name": "equal-shares", "options": {}}}, faults.PublishInvalid),
        ({"title_en": " "}, faults.TitleMissing),
    ],
)  # fmt: skip
def test_a_draft_that_could_not_be_counted_is_refused_at_its_field(app: Flask, what, fault):
    with pytest.raises(fault):
        a_draft(**what)


def test_a_draft_can_be_changed_until_it_is_frozen_and_two_editors_are_told(app: Flask):
    poll = a_draft()
    making.change_poll(poll, revision=1, options=[*OPTIONS, OptionRow("6", "여섯", "Six")], title_ko="좋은 정책")
    with pytest.raises(EditedByAnother):
        making.change_poll(poll, revision=1, title_ko="다른 제목")
    assert (poll.title_ko, [row.code for row in poll.options]) == ("좋은 정책", list("123456"))
    with clock.replaying(OPENS):
        freezing.freeze(poll, keys.demonstration_box(poll))
    with pytest.raises(errors.NotADraft):
        making.change_poll(poll, revision=2, title_ko="늦은 제목")


def test_what_was_frozen_is_what_the_first_leaf_names_and_a_changed_row_is_noticed(app: Flask):
    poll = a_frozen_poll()
    assert definition_of(poll).hash == poll.definition_hash
    assert definition_of(poll).listed == {"citizens"}
    with transaction():
        poll = db.session.get_one(type(poll), poll.id)
        poll.definition = poll.definition | {"publish": "open"}
        poll.definition_hash = "0" * 64
    with clock.replaying(OPENS), pytest.raises(DefinitionChanged):
        opening.open_poll(poll)


def test_the_keys_lie_outside_the_database_for_the_owner_alone(app: Flask):
    poll = a_frozen_poll()
    files = list(secret_files.folder().iterdir())
    assert {path.name.removeprefix(poll.number) for path in files} >= {".log", ".roll", ".share-A", ".share-B"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert secret_files.folder().stat().st_mode & 0o777 == 0o700
    assert secret_files.make("twice", b"first") == secret_files.make("twice", b"second") == b"first"
    assert secret_files.forget("twice")
    assert secret_files.read("twice") is None


def test_in_production_nobody_holds_both_shares_and_the_city_key_must_be_there(app: Flask):
    poll = a_draft()
    app.config["PRODUCTION"] = True
    with pytest.raises(keys.OnlyInDemonstration):
        keys.demonstration_box(poll)
    with pytest.raises(keys.KeyMissing):
        keys.city()
    public = keys.make_city()
    assert keys.make_city() == public
    assert keys.city()


def test_the_list_is_written_in_the_order_of_pseudonyms_and_closed_at_the_opening(app: Flask):
    poll = a_frozen_poll(voters=9)
    assert roll.enrol(poll, "citizens", [subject(3), subject(100)]) == 1
    assert roll.sizes(poll) == {"citizens": 10}
    with clock.replaying(OPENS):
        opening.open_poll(poll)
    with pytest.raises(errors.HasOpened):
        roll.enrol(poll, "citizens", [subject(101)])


BY_ACCOUNT = ElectorateRow(
    "residents", "주민", "Residents", conditions={"from_age": 15, "districts": [BUKGU]}, channels=("web", "booth")
)


def claims(account, band: str | None = None, place: str | None = None, source=ClaimSource.self_declared):
    with transaction():
        if band:
            personal.claim(account, ClaimKind.birth_band, band, source)
        if place:
            personal.claim(account, ClaimKind.residence, place, source)
    return account


def test_accounts_vote_by_age_and_district_as_far_as_they_tell(app: Flask):
    poll = an_open_poll(voters=0, electorates=[BY_ACCOUNT])
    why = {}
    for name, band, place in (
        ("good", "2000-2009", DONG), ("young", "2012-2019", DONG), ("elsewhere", "1980-1989", "2911000000"),
        ("silent", None, DONG), ("homeless", "1980-1989", None),
    ):  # fmt: skip
        try:
            found = voters.voter_of_account(poll, claims(an_account(), band, place))
            why[name] = found.cell
        except errors.NotEligible as refusal:
            why[name] = refusal.params["why"]
    assert why == {
        "good": "29170:2000-2009", "young": "age", "elsewhere": "district", "silent": "age_unknown",
        "homeless": "district_unknown",
    }  # fmt: skip


def test_a_poll_may_ask_that_somebody_has_checked_what_an_account_tells(app: Flask):
    checked = ElectorateRow("residents", "주민", "Residents", conditions={"from_age": 15, "checked": True})
    poll = an_open_poll(voters=0, electorates=[checked])
    with pytest.raises(errors.NotEligible) as refusal:
        voters.voter_of_account(poll, claims(an_account(), "1980-1989"))
    assert refusal.value.params == {"why": "unchecked"}
    proven = claims(an_account(), "1980-1989", source=ClaimSource.staff_checked)
    assert voters.voter_of_account(poll, proven).electorate == "residents"


def test_an_account_votes_once_in_one_electorate(app: Flask):
    account = an_account()
    rows = [ElectorateRow("hall", "현장", "Hall", eligibility="list"), ElectorateRow("web", "웹", "Web")]
    poll = a_frozen_poll(voters=0, electorates=rows)
    roll.enrol(poll, "hall", [f"person:{account.id}"])
    with clock.replaying(OPENS):
        opening.open_poll(poll)
    with clock.replaying(DURING):
        who = voters.voter_of_account(poll, account)
        assert (who.electorate, who.listed) == ("hall", True)
        casting.cast(poll, who, casting.draft(poll, who, ["1"]).field)
        newcomer = voters.voter_of_account(poll, an_account())
        assert (newcomer.electorate, newcomer.listed) == ("web", False)
        field = casting.draft(poll, newcomer, ["1"]).field
        casting.cast(poll, newcomer, field)
        with pytest.raises(errors.AlreadyVoted):
            casting.draft(poll, newcomer, ["2"])
    assert roll.sizes(poll) == {"hall": 1, "web": 1}


def test_codes_are_typed_as_people_type_and_are_good_for_one_vote(app: Flask):
    by_code = [ElectorateRow("guests", "손님", "Guests", eligibility="codes", channels=("web", "booth"))]
    poll = a_frozen_poll(voters=0, electorates=by_code)
    made = codes.issue(poll, "guests", 30)
    assert len(set(made)) == 30
    assert all(len(code.replace("-", "")) == 16 and not set(code) & set("ILOU") for code in made)
    with clock.replaying(OPENS):
        opening.open_poll(poll)
    typed = made[0].lower().replace("-", " ").replace("0", "o")
    with clock.replaying(DURING):
        who = voters.voter_by_code(poll, typed)
        casting.cast(poll, who, casting.draft(poll, who, ["1"]).field)
        with pytest.raises(errors.AlreadyVoted):
            casting.draft(poll, voters.voter_by_code(poll, made[0]), ["1"])
        wrong = made[1][:-1] + ("0" if made[1][-1] != "0" else "1")
        with pytest.raises(codes.CodeUnreadable):
            voters.voter_by_code(poll, wrong)
    stored = " ".join(row.pseud for row in db.session.query(RollRow))
    assert made[0].replace("-", "") not in stored


def test_a_poll_can_be_found_by_where_it_stands(app: Flask):
    poll = a_frozen_poll()
    states = [finding.state_of(poll, at) for at in (OPENS - dt.timedelta(1), DURING, CLOSES)]
    assert states == ["frozen", "open", "over"]
    assert finding.state_of(a_draft()) == "draft"
    assert finding.poll_called(poll.slug).id == poll.id
