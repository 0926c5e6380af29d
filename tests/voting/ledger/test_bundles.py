"""Whole polls of every form: what is published verifies, and recounts to the result by other ways."""

import json
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.voting.ledger.polls import CLOSES, LOG, MAJORITY, POLL, a_poll, document
from voting.__main__ import main
from voting.ledger import batches, casting, closing, leaves, publish, sealing
from voting.ledger.canonical import canonical, parse
from voting.ledger.codes import receipt_code
from voting.ledger.definition import read_definition
from voting.ledger.merkle import Frontier, Tree
from voting.ledger.receipts import open_test, sign_draft
from voting.ledger.recount import Votes
from voting.ledger.recount import result as recounted
from voting.ledger.sample import drawn, needed, plan, rows_to_alter
from voting.ledger.verify import verify
from voting.ledger.words import Refused

ADDED = {"approval", "choose-1", "knapsack", "yes-no", "cumulative", "scoring"}
GREEDY = {"name": "greedy", "options": {"ties": ["max-votes", "file"], "minimum_share": "1/5"}}
SHARES = {"name": "equal-shares", "options": {"completion": "add1u", "ties": ["max-votes", "file"]}}


@pytest.mark.parametrize("kind", sorted(ADDED))
@pytest.mark.parametrize("publish_as", ["marks", "ballots"])
def test_votes_of_any_form_are_those_that_were_cast(kind, publish_as, tmp_path):
    held = a_poll(kind=kind, publish=publish_as)
    report = verify(held.publish(tmp_path / "b.zip"))
    cast = Counter()
    for _, chosen, points in held.choices:
        for n, option in enumerate(chosen):
            cast[option] += 1 if points is None else points[n]
    counted = parse((unzipped(tmp_path) / "result.json").read_bytes()[:-1])["electorates"]["citizens"]["votes"]
    for option in held.poll.options:
        votes = counted[option.id]
        assert (votes[0] - votes[1] if kind == "yes-no" else votes) == cast[option.id]
    best = sorted(held.poll.options, key=lambda o: -cast[o.id])
    expected = [o.id for o in best[:2] if cast[o.id] > 0]
    assert Counter(report.selected) == Counter(expected) or cast[best[1].id] == cast[best[2].id]


def unzipped(folder):
    zipfile.ZipFile(folder / "b.zip").extractall(folder / "open")
    return folder / "open"


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        ({}, ["--rule", "top-k", "--k", "2", "--ties", "max-votes,file"]),
        ({"kind": "yes-no"}, ["--rule", "top-k", "--k", "2", "--ties", "max-votes,file"]),
        ({"kind": "cumulative"}, ["--rule", "top-k", "--k", "2", "--ties", "max-votes,file"]),
        ({"rule": GREEDY}, ["--rule", "greedy", "--minimum-share", "1/5", "--ties", "max-votes,file"]),
        ({"publish": "ballots", "rule": SHARES}, ["--rule", "equal-shares", "--completion", "add1u", "--ties", "max-votes,file"]),
    ],
)  # fmt: skip
def test_the_command_line_counts_the_published_file_to_the_same_result(given, arguments, tmp_path):
    held = a_poll(voters=40, **given)
    held.publish(tmp_path / "b")
    result = CliRunner().invoke(main, ["count", str(tmp_path / "b" / "election.pb"), *arguments, "--json"])
    assert result.exit_code == 0, result.output
    counted = json.loads(result.stdout)
    outcome = held.tallied.result["outcome"]
    assert counted["selected"] == outcome["selected"]
    assert counted["missed"] == outcome["missed"]
    check = CliRunner().invoke(main, ["check", str(tmp_path / "b" / "election.pb"), "--json"])
    assert [f for f in json.loads(check.stdout)["findings"] if f["level"] == "error"] == []


def test_yes_or_no_to_each_item_is_decided_by_quorum_and_majority(tmp_path):
    held = a_poll(kind="yes-no", rule=MAJORITY, electorates={"citizens": None, "committee": None}, voters=46)
    report = verify(held.publish(tmp_path / "b"))
    yes = Counter(
        option for _, chosen, points in held.choices for option, p in zip(chosen, points, strict=True) if p == 1
    )
    assert report.selected == [o.id for o in held.poll.options if yes[o.id] * 2 > 46]


@pytest.mark.parametrize(
    ("votes", "passed"), [((24, 18), ["1"]), ((21, 21), []), ((20, 14, 8), []), ((22, 14, 6), ["1"])]
)
def test_one_choice_passes_if_more_than_half_of_those_who_chose_made_it(votes, passed):
    """Four more cast a blank vote; a tie and a lead without more than half pass nothing."""
    rule = {"name": "majority", "options": {"quorum": {"share": 0}, "of": "decided"}}
    poll = read_definition(document(kind="choose-1", rule=rule, options=len(votes)))
    values = Counter({canonical(f"{n}"): times for n, times in enumerate(votes, 1)} | {canonical(None): 4})
    outcome = recounted(poll, {"citizens": Votes(roll=50, ballots=46, void=0, values=values)})["outcome"]
    assert outcome["selected"] == passed
    assert [(d["yes"], d["no"], d["abstained"]) for d in outcome["decisions"]] == [(own, 42 - own, 4) for own in votes]


def test_a_ballot_of_a_small_electorate_weighs_more_by_its_declared_weight(tmp_path):
    held = a_poll(electorates={"citizens": 50, "committee": 50}, voters=41)
    report = verify(held.publish(tmp_path / "b"))
    shares = Counter()
    numbers = Counter(name for name, _, _ in held.choices)
    for name, chosen, _ in held.choices:
        for option in chosen:
            shares[option] += 1 / (2 * numbers[name])
    assert set(report.selected) == {option for option, _ in shares.most_common(2)}


@pytest.mark.parametrize("voters", [0, 1, 2, 19, 20])
@pytest.mark.parametrize("publish_as", ["marks", "ballots", "open"])
def test_small_polls_verify_and_open_no_sample_below_twenty(voters, publish_as, tmp_path):
    held = a_poll(voters=voters, changes_of_mind=min(1, voters), publish=publish_as)
    folder = held.publish(tmp_path / "b")
    verify(folder)
    sample = parse((folder / "sample.json").read_bytes()[:-1])
    assert bool(sample["rows"]) == (voters >= 20)
    # Fewer than twenty whole ballots are not published.
    published = (folder / "rows.jsonl").read_bytes().count(b"\n")
    assert published == (0 if publish_as == "ballots" and voters < 20 else voters * held.poll.slots)
    assert (folder / "openings.jsonl").exists() == (publish_as == "open")


def test_what_is_kept_back_is_counted_again_by_auditors_alone(tmp_path):
    held = a_poll(voters=12, publish="ballots", rule=SHARES)
    folder = held.publish(tmp_path / "b")
    publish.write_openings(tmp_path / "openings.jsonl", held.tallied)
    assert verify(folder).selected == []
    report = verify(folder, openings=tmp_path / "openings.jsonl")
    assert report.selected == held.tallied.result["outcome"]["selected"]


def test_auditors_check_every_opening(tmp_path):
    held = a_poll()
    folder = held.publish(tmp_path / "b")
    full = tmp_path / "openings.jsonl"
    publish.write_openings(full, held.tallied)
    verify(folder, openings=full)
    lines = full.read_bytes().splitlines(keepends=True)
    for changed in (
        lines[1:],
        lines[::-1],
        [*lines, lines[0]],
        [lines[0].replace(b'"seed":"', b'"seed":"00'), *lines[1:]],
    ):
        full.write_bytes(b"".join(changed))
        with pytest.raises(Refused) as found:
            verify(folder, openings=full)
        assert found.value.code == "opening_differs"


def test_rows_of_other_votes_than_the_ballots_are_found_by_sample_and_auditors(tmp_path):
    """Who counts could publish false rows and commit to them; only openings show it."""
    held = a_poll(voters=60, changes_of_mind=0)
    ballots = held.tallied.openings
    false = [replace(o, opened=replace(o.opened, values=("1", None, None))) for o in ballots]
    rows = sorted(row for o in false for row in closing.rows_of_opening(o))
    votes = {"citizens": Votes(65, 60, 1, Counter({b'"1"': 60, b"null": 120}))}
    counted = recounted(held.poll, votes)
    held.batches = held.batches[:-1]
    leaf = closing.tally_leaf(held.poll, rows, counted, held.heads)
    held.append([leaf])
    held.tallied = publish.Tallied(leaf, tuple(rows), tuple(false), votes, counted)
    with pytest.raises(Refused) as found:
        verify(held.publish(tmp_path / "b"))
    assert found.value.code == "sample_opening"


def test_a_box_that_lost_gained_or_exchanged_a_ballot_is_not_counted():
    held = a_poll()
    bodies, heads = held.bodies[:-1], held.heads[:-1]
    one, other = held.drafts[5].leaf, held.drafts[6].leaf
    stranger = casting.prepare(held.poll, "citizens", ["1"])
    for box in (
        {leaf: s for leaf, s in held.box.items() if leaf != one},
        held.box | {stranger.leaf: sealing.seal(held.poll, stranger)},
        held.box | {one: held.box[other]},
        held.box | {one: held.box[one][:-1] + b"\0"},
    ):
        with pytest.raises(publish.Unopened) as found:
            publish.tally(held.poll, bodies, heads, box, held.secret)
        assert len(found.value.refused) == 1


def test_a_ballot_that_cannot_be_opened_is_made_void_by_a_decision_and_the_rest_counts(tmp_path):
    held = a_poll(changes_of_mind=0)
    lost = held.drafts[5]
    held.box[lost.leaf] = b"lost"
    held.batches = held.batches[:-1]
    held.append([leaves.void_leaf(POLL, "citizens", bytes(16), "unreadable", voids=lost.leaf.hex(), decision="2026-7")])
    held.tallied = publish.tally(held.poll, held.bodies, held.heads, held.box, held.secret)
    held.append([held.tallied.leaf])
    report = verify(held.publish(tmp_path / "b"), receipts=[receipt_code(lost.leaf), receipt_code(held.drafts[0].leaf)])
    assert "made void by a decision" in report.checked[-2][0]
    assert "counts" in report.checked[-1][0]


def test_a_replaced_ballot_stays_shut_and_its_receipt_says_replaced(tmp_path):
    held = a_poll(changes_of_mind=2)
    opened = {opening.opened.leaf for opening in held.tallied.openings}
    assert held.drafts[0].leaf not in opened
    report = verify(held.publish(tmp_path / "b"), receipts=[receipt_code(held.drafts[0].leaf)])
    assert "replaced by its voter" in report.checked[-1][0]


def test_nothing_in_the_bundle_joins_roll_and_ballots(tmp_path):
    held = a_poll()
    folder = held.publish(tmp_path / "b")
    roll = (folder / "roll.csv").read_bytes()
    rest = b"".join(path.read_bytes() for path in folder.iterdir() if path.name != "roll.csv")
    for row in held.roll:
        assert row.pseud.encode() in roll
        assert row.pseud.encode() not in rest
    for draft in held.drafts:
        for secret in (draft.change.hex(), draft.tag, draft.seed.hex()):
            assert secret.encode() not in roll + rest


def test_a_batch_stands_in_the_order_of_hashes_whatever_order_it_came_in():
    poll = read_definition(document())
    bodies = [casting.prepare(poll, "citizens", ["1"]).body for _ in range(30)]
    one = batches.append(Frontier(), bodies, LOG, POLL, CLOSES)
    assert one == batches.append(Frontier(), bodies[::-1], LOG, POLL, CLOSES)
    assert [p.leaf for p in one.leaves] == sorted(p.leaf for p in one.leaves)
    assert one.head.root == Tree(p.leaf for p in one.leaves).root().hex()
    with pytest.raises(Refused, match="twice"):
        batches.append(Frontier(), [*bodies, bodies[0]], LOG, POLL, CLOSES)


@pytest.mark.parametrize(
    ("waiting", "roll", "since", "before_closing", "due"),
    [
        (20, 100, 60, 7200, True), (19, 100, 600, 7200, False), (50, 100, 59, 7200, False), (50, 100, None, 7200, True),
        (50, 100, 600, 3599, False), (50, 100, 600, 3600, True), (50, 39, 600, 7200, False), (1, 39, None, 0, True),
    ],
)  # fmt: skip
def test_batches_are_of_twenty_and_a_minute_apart_and_none_in_the_last_hour(waiting, roll, since, before_closing, due):
    now = CLOSES - timedelta(seconds=before_closing)
    last = None if since is None else now - timedelta(seconds=since)
    assert batches.is_due(waiting, roll, last, now, CLOSES) is due


def test_the_sample_is_as_large_as_the_chance_to_miss_demands():
    assert [needed(f) for f in (0.05, 0.01, 0.001)] == [59, 299, 2995]
    assert plan(100_000, 1000) == (299, 950)
    assert plan(100, 1)[0] == 10  # never more than a tenth
    assert plan(0, 1) == (0, 1000)


def test_every_place_is_drawn_equally_often():
    counts = Counter(place for n in range(2000) for place in drawn(bytes(32), str(n), 0, 10, 3))
    assert set(counts) == set(range(10))
    # 600 expected, standard deviation 20.5
    assert all(abs(count - 600) < 103 for count in counts.values())
    assert sorted(drawn(bytes(32), "all", 1, 10, 10)) == list(range(10))


def test_so_many_false_rows_could_alter_the_winners():
    poll = read_definition(document(rule={"name": "top-k", "options": {"k": 1}}))
    votes = {"citizens": Votes(100, 60, 0, Counter({b'"1"': 50, b'"2"': 41}))}
    assert rows_to_alter(poll, votes) == 5  # 50 : 41, four rows moved leave 46 : 45
    assert rows_to_alter(read_definition(document(rule=GREEDY)), votes) == 1
    fewest = {"name": "top-k", "options": {"k": 1, "threshold": 49}}
    later = {"v": 2, "appeal_days": 14, "auditors": []}
    assert rows_to_alter(read_definition(document(rule=fewest, **later)), votes) == 1  # one row moved leaves 49, two 48
    assert rows_to_alter(read_definition(document(rule=fewest)), votes) == 5  # as published under version 1


def test_a_damaged_bundle_is_refused_in_words(tmp_path):
    held = a_poll(voters=3, changes_of_mind=0)
    path = held.publish(tmp_path / "b.zip")
    data = path.read_bytes()
    for at in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        result = CliRunner().invoke(main, ["verify", str(path), "--lang", "ko"])
        assert result.exit_code in (0, 2), result.output  # a changed date of a zip entry is no change of the bundle
        assert result.exception is None or isinstance(result.exception, SystemExit)
    path.write_bytes(data[: len(data) // 2])
    assert CliRunner().invoke(main, ["verify", str(path)]).exit_code == 2


def test_the_command_checks_heads_receipts_and_tests_of_the_machine(tmp_path):
    held = a_poll()
    folder = held.publish(tmp_path / "b")
    head = tmp_path / "head.json"
    head.write_bytes(canonical(held.heads[1].as_json()))
    code = receipt_code(held.drafts[9].leaf)
    run = CliRunner().invoke
    result = run(
        main, ["verify", str(folder), "--head", str(head), "--receipt", code.lower(), "--city-key", held.keys["city"]]
    )
    assert result.exit_code == 0, result.output
    assert "stands in the log and counts" in result.output
    assert run(main, ["verify", str(folder), "--receipt", "0" * 25]).exit_code == 2
    assert run(main, ["verify", str(folder), "--city-key", "00" * 32]).exit_code == 2
    test = tmp_path / "test.json"
    test.write_bytes(canonical(open_test(held.drafts[0], sign_draft(held.drafts[0], LOG))))
    result = run(main, ["verify", str(test), "--poll", str(folder / "poll.json"), "--lang", "ko"])
    assert result.exit_code == 0, result.output
    assert "서명된 잎의 내용" in result.output
    assert run(main, ["verify", str(test)]).exit_code == 2
    assert run(main, ["verify", str(tmp_path / "nothing")]).exit_code == 2
