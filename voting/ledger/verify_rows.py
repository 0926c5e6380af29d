"""The published rows of a bundle, what public randomness opened of them, and all openings where an auditor has them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from voting.ledger.bundle import Bundle, parsed_line
from voting.ledger.canonical import Json, canonical, encode, parse
from voting.ledger.closing import FEW_BALLOTS, Opened, Opening, is_withheld, link, rows_hashes, rows_of_opening
from voting.ledger.definition import Definition
from voting.ledger.leaves import leaf_of
from voting.ledger.merkle import verify_inclusion
from voting.ledger.recount import Votes, add_up
from voting.ledger.sample import ROWS, SLOTS, drawn
from voting.ledger.shapes import ANY, COUNT, HEX16, HEX32, NAME, TEXT, Shape, fault_of
from voting.ledger.slots import commitments, mark_fault, option_of, slot_hash, values_fault
from voting.ledger.verify_log import Log
from voting.ledger.words import Refused

FILE = "rows.jsonl"
_ROW: Shape = {"electorate": NAME, "link": HEX32, "value": ANY}
_LINE = re.compile(rb'\{"electorate":"([a-z0-9_-]+)","link":"([0-9a-f]{64})","value":(.+)\}')
_SHOWN: Shape = {
    "index": COUNT, "j": COUNT, "leaf": HEX32, "nonce": HEX32, "path": [HEX32], "t": HEX32, "value": ANY,
}  # fmt: skip
SAMPLE: Shape = {
    "poll": HEX16, "randomness": TEXT, "rows": [_SHOWN], "slots": [_SHOWN], "type": ("sample",), "v": (1,),
}  # fmt: skip
_OPENING: Shape = {"leaf": HEX32, "seed": HEX32, "t": [HEX32], "values": [ANY]}


@dataclass
class Rows:
    """What the rows say.

    Attributes
    ----------
    votes : dict of electorate to Votes
    withheld : list of str
        Electorates whose rows are kept back.
    at : dict of place to (link, electorate, value)
        The rows at the places that were asked for, counted over sampled electorates alone.
    linked : dict of link to (electorate, value)
        The rows with the links that were asked for.
    complete : bool
        Whether the openings showed what was kept back.
    """

    votes: dict[str, Votes]
    withheld: list[str]
    at: dict[int, tuple[str, str, Any]]
    linked: dict[str, tuple[str, Any]]
    complete: bool = False


def read_rows(bundle: Bundle, poll: Definition, log: Log, places: Iterable[int], links: Iterable[str]) -> Rows:
    """Check the rows by themselves, against the number of ballots and against the tally leaf.

    Raises
    ------
    Refused
        The first thing that does not hold.
    """
    close, tally = log.single["close"], log.single["tally"]
    votes = {
        name: Votes(close["electorates"][name]["roll"], log.standing(name), log.kinds[name, "void"], Counter())
        for name in poll.electorates
    }
    withheld = [name for name in poll.electorates if is_withheld(poll, votes[name].ballots)]
    found = Rows(votes, withheld, {}, {})
    hashes = {name: sha256() for name in poll.electorates}
    places, links = set(places), set(links)
    place, before, known = 0, ("", ""), dict[bytes, Any]()
    for number, line in bundle.lines(FILE):
        name, key, value = _row(number, line, poll, known)
        if (name, key) <= before:
            raise Refused("row_order", line=number)
        before = (name, key)
        votes[name].values[value] += 1
        hashes[name].update(line + b"\n")
        if votes[name].ballots >= FEW_BALLOTS:
            if place in places:
                found.at[place] = (key, name, known[value])
            place += 1
        if key in links:
            found.linked[key] = (name, known[value])
    for name in poll.electorates:
        _check_electorate(poll, name, found, hashes[name].hexdigest(), tally["rows"].get(name))
    return found


def _row(number: int, line: bytes, poll: Definition, known: dict[bytes, Any]) -> tuple[str, str, bytes]:
    """Return electorate, link and value of a line; each value is parsed and judged once, for many rows hold few different ones.

    A line of that pattern with a known value is canonical: its value is, and its other parts need no escapes.
    """
    read = _LINE.fullmatch(line)
    if read and read[3] in known and (name := read[1].decode()) in poll.electorates:
        return name, read[2].decode(), read[3]
    row = parsed_line(FILE, number, line)
    if (fault := fault_of(row, _ROW)) or row["electorate"] not in poll.electorates:
        raise Refused("malformed", file=FILE, line=number, fault=fault or "unknown electorate")
    value = encode(row["value"])
    if fault := _row_fault(poll, row["value"]):
        raise Refused("row_value", line=number, fault=fault)
    known[value] = row["value"]
    return row["electorate"], row["link"], value


def _row_fault(poll: Definition, value: Any) -> str | None:
    if poll.publish != "marks":
        return values_fault(poll, [value])
    return None if value is None else mark_fault(poll, value)


def _check_electorate(poll: Definition, name: str, rows: Rows, found: str, committed: str | None) -> None:
    """Compare the number of rows with the ballots, their hash with the tally leaf; no option more often than ballots."""
    part = rows.votes[name]
    number = sum(part.values.values())
    due = 0 if name in rows.withheld else part.ballots * poll.slots
    if number != due:
        what = f"rows.jsonl / ballots that stand x {poll.slots}"
        raise Refused("count_differs", what=what, electorate=name, left=number, right=due)
    if name not in rows.withheld and found != committed:
        raise Refused("rows_not_committed", electorate=name)
    marked: Counter[str] = Counter()
    for data, times in add_up(part.values, poll.publish != "marks").items():
        marked[option_of(parse(data))] += times
    for option, times in marked.items():
        if times > part.ballots:
            raise Refused("too_many_votes", electorate=name, option=option, votes=times, ballots=part.ballots)


def sampled_leaves(poll: Definition, log: Log) -> list[tuple[bytes, str]]:
    """Return leaf and electorate of the ballots that slots are drawn from, in the log's order."""
    enough = {name for name in poll.electorates if log.standing(name) >= FEW_BALLOTS}
    return [(leaf, card.electorate) for leaf, card in log.cards.items() if card.electorate in enough]


def places_drawn(sample: Json, poll: Definition, log: Log, n: int) -> tuple[list[int], list[int]]:
    """Return the places of rows and of slots that root and randomness draw."""
    count = len(sampled_leaves(poll, log)) * poll.slots
    root, randomness = bytes.fromhex(log.root), sample["randomness"]
    return drawn(root, randomness, ROWS, count, n), drawn(root, randomness, SLOTS, count, n)


def links_shown(sample: Json) -> list[str]:
    """Return the links of the slots that were opened."""
    return [link(bytes.fromhex(s["t"]), bytes.fromhex(s["leaf"]), s["j"]) for s in sample["slots"] if s["j"] < 1 << 16]


def check_sample(sample: Json, poll: Definition, log: Log, rows: Rows, drawn_at: tuple[list[int], list[int]]) -> None:
    """Check every opening of the sample.

    Raises
    ------
    Refused
        ``sample_size``, ``sample_draw``, ``sample_opening``.
    """
    row_places, slot_places = drawn_at
    for shown, due in ((sample["rows"], row_places), (sample["slots"], slot_places)):
        if len(shown) != len(due):
            raise Refused("sample_size", found=len(shown), expected=len(due))
    for number, (one, place) in enumerate(zip(sample["rows"], row_places, strict=True), 1):
        key, electorate, value = rows.at[place]
        _check_shown(f"rows {number}", one, poll, log, electorate)
        if link(bytes.fromhex(one["t"]), bytes.fromhex(one["leaf"]), one["j"]) != key:
            raise Refused("sample_draw", place=f"rows {number}")
        _same_value(f"rows {number}", one, value)
    leaves = sampled_leaves(poll, log)
    for number, (one, place) in enumerate(zip(sample["slots"], slot_places, strict=True), 1):
        leaf, electorate = leaves[place // poll.slots]
        if (one["leaf"], one["j"]) != (leaf.hex(), place % poll.slots):
            raise Refused("sample_draw", place=f"slots {number}")
        _check_shown(f"slots {number}", one, poll, log, electorate)
        row = rows.linked.get(link(bytes.fromhex(one["t"]), leaf, one["j"]))
        if row is None or row[0] != electorate:
            raise Refused("sample_opening", place=f"slots {number}", part="row")
        _same_value(f"slots {number}", one, row[1])


def _same_value(place: str, one: Json, value: Any) -> None:
    if canonical(one["value"]) != canonical(value):
        raise Refused("sample_opening", place=place, part="value")


def _check_shown(place: str, one: Json, poll: Definition, log: Log, electorate: str) -> None:
    """Compare an opening with its leaf, and the leaf with the head."""
    leaf, j = bytes.fromhex(one["leaf"]), one["j"]
    card, body = log.cards.get(leaf), log.bodies.get(one["leaf"])
    if card is None or body is None or card.electorate != electorate or card.index != one["index"]:
        raise Refused("sample_opening", place=place, part="leaf")
    if j >= poll.slots or body["slots"][j] != slot_hash(poll.poll, j, bytes.fromhex(one["nonce"]), one["value"]):
        raise Refused("sample_opening", place=place, part="slot")
    path = [bytes.fromhex(part) for part in one["path"]]
    if not verify_inclusion(leaf, card.index, log.size, path, bytes.fromhex(log.root)):
        raise Refused("sample_opening", place=place, part="path")


def check_openings(
    lines: Iterator[tuple[int, bytes, Any]], bodies: Iterator[Json], poll: Definition, log: Log, rows: Rows
) -> tuple[int, dict[str, Votes]]:
    """Check all openings: each slot of each ballot that stands, each whole ballot against the form, each row.

    Parameters
    ----------
    lines : iterator of (number, line, opening)
        In the log's order.
    bodies : iterator of dict
        The leaves, read once more.

    Returns
    -------
    number of ballots, and the votes with what was kept back

    Raises
    ------
    Refused
        ``opening_differs``, ``rows_not_committed``.
    """
    made = []
    standing = (body for body in bodies if leaf_of(body) in log.cards)
    for body in standing:
        number, _, read = next(lines, (0, b"", None))
        made += rows_of_opening(_opening(number, read, body, poll))
    if (extra := next(lines, None)) is not None:
        raise Refused("opening_differs", line=extra[0], leaf="-", part="log")
    made.sort()
    for name, found in rows_hashes(poll, made).items():
        if found != log.single["tally"]["rows"].get(name):
            raise Refused("rows_not_committed", electorate=name)
    for row in made:
        if row.electorate in rows.withheld:
            rows.votes[row.electorate].values[_value_of(row.data)] += 1
    return len(log.cards), rows.votes


def _value_of(data: bytes) -> bytes:
    return canonical(parse(data)["value"])


def _opening(number: int, read: Any, body: Json, poll: Definition) -> Opening:
    leaf = leaf_of(body)
    if fault_of(read, _OPENING) or read["leaf"] != leaf.hex() or len(read["t"]) != len(read["values"]):
        raise Refused("opening_differs", line=number, leaf=leaf.hex(), part="leaf")
    if commitments(poll.poll, bytes.fromhex(read["seed"]), read["values"]) != body["slots"]:
        raise Refused("opening_differs", line=number, leaf=leaf.hex(), part="slots")
    if values_fault(poll, read["values"]):
        raise Refused("opening_differs", line=number, leaf=leaf.hex(), part="form")
    opened = Opened(leaf, body["electorate"], bytes.fromhex(read["seed"]), tuple(read["values"]))
    return Opening(opened, tuple(bytes.fromhex(t) for t in read["t"]))
