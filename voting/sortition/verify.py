"""Check a published draw from the published file alone: arithmetic, no solver.

1. The commitment is the hash of what was published before the public value.
2. People: nobody twice, the pool hash, households.
3. Every panel: size, people available, every target, one person per address.
4. Chances follow from the weights; smallest chance and Gini.
5. The bound follows from the certificate, in exact fractions.
6. Numbered panels: their number and what rounding costs.
7. The public value is the one that was announced (drand, secrets), and draws that panel.
8. Earlier attempts.
With the pool as well: everybody in it is in the record with her own values, or excluded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from voting.sortition.certificate import Certificate, Row, largest_rise, upper_bound
from voting.sortition.chances import chances, gini
from voting.sortition.draw import draw, roster_of
from voting.sortition.errors import RecordRefused
from voting.sortition.pool import fold
from voting.sortition.public_source import check_source, unchecked
from voting.sortition.record import FORMAT, PUBLIC_FORMAT, Json, commitment, dense, digest, exact, pool_hash, rounded_up
from voting.sortition.rotation import loss
from voting.sortition.targets import JOINT, parts
from voting.sortition.transcript import PREPARED, TRANSCRIPT


@dataclass
class Report:
    """What was checked, in order, and what a reader should know besides."""

    checked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_draw_record(record: Mapping[str, object]) -> bool:
    """Return whether a JSON object says that it is a draw's transcript or its prepared lottery."""
    return record.get("format") in (TRANSCRIPT, PREPARED)


def verify(record: Json) -> Report:
    """Return what holds of a published draw.

    Raises
    ------
    RecordRefused
        The first thing that does not hold, or a record that is not one.
    """
    try:
        return _verify(record)
    except RecordRefused:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, StopIteration) as reason:
        raise RecordRefused("malformed", f"The record is not as a draw writes it ({reason!r}).") from None


def _verify(record: Json) -> Report:
    document = record["prepared"]
    checks = CHECKS.get(document["format"])
    if not is_draw_record(record) or checks is None:
        raise RecordRefused("format", f"The record is of another kind: {record.get('format')!r}.")
    report = Report()
    for check in checks:
        check(record, document, report)
    return report


Check = Callable[[Json, Json, Report], None]
Cell = tuple[str, set[int], int, int]


def _require(holds: bool, code: str, text: str) -> None:
    if not holds:
        raise RecordRefused(code, text)


def _commitment(record: Json, document: Json, report: Report) -> None:
    _require(
        commitment(document) == record["commitment"], "commitment", "The commitment is not the hash of the lottery."
    )
    report.checked.append(f"commitment {record['commitment']}")


def _people(record: Json, document: Json, report: Report) -> None:
    types = document["types"]
    names = [name for t in types for name in t["people"]]
    _require(len(set(names)) == len(names), "person_twice", "A person stands in two places.")
    _require(len(names) == document["pool_size"], "pool_size", "The number of people is not the pool size.")
    _require(all(t["people"] == sorted(t["people"]) and t["people"] for t in types), "order", "People are unsorted.")
    at_home = [name for home in document["homes"] for name in home]
    sharing = {name for t in types if t["kind"] >= 0 for name in t["people"]}
    _require(sorted(at_home) == sorted(sharing), "homes", "The households are not those of the people who share one.")
    report.checked.append(f"{len(names)} people in {len(types)} types, none twice")


def _pool_hash(record: Json, document: Json, report: Report) -> None:
    _require(
        pool_hash(document["types"], document["homes"]) == document["pool_hash"],
        "pool_hash",
        "The pool hash is not that of the people listed.",
    )


def _public_only(record: Json, document: Json, report: Report) -> None:
    _require(record["commitment"] == document["commitment"], "commitment", "Two commitments are stated.")
    report.notes.append(
        "This is the record for everybody: people's values are left out, so targets, pool and proof "
        "are checked from the full record, whose hash is the commitment."
    )


def cells(document: Json) -> list[Cell]:
    """Return label, types, least and most of every target and every kind of household."""
    return _target_cells(document) + _household_cells(document)


def _target_cells(document: Json) -> list[Cell]:
    if document["format"] == PUBLIC_FORMAT:
        return []
    place = {fold(name): at for at, name in enumerate(document["features"])}
    types = document["types"]
    found = []
    for target in document["targets"]:
        at = [place[fold(name)] for name in parts(target["feature"])]
        wanted = fold(target["value"])
        inside = {t for t, of in enumerate(types) if fold(JOINT.join(of["values"][a] for a in at)) == wanted}
        found.append((f"{target['feature']} “{target['value']}”", inside, target["min"], target["max"]))
    return found


def _household_cells(document: Json) -> list[Cell]:
    types, found = document["types"], []
    for kind in sorted({t["kind"] for t in types if t["kind"] >= 0}):
        inside = {t for t, of in enumerate(types) if of["kind"] == kind}
        people = {name for t in inside for name in types[t]["people"]}
        homes = [home for home in document["homes"] if home[0] in people]
        _require(all(people.issuperset(home) for home in homes), "kind", "A household is of two kinds.")
        found.append(("one person per address", inside, 0, len(homes)))
    return found


def _panels(record: Json, document: Json, report: Report) -> None:
    counts = [len(t["people"]) for t in document["types"]]
    bounds = cells(document)
    _require(bool(document["panels"]), "panels", "There is no panel.")
    for number, panel in enumerate(_dense_panels(document), start=1):
        _require(sum(panel) == document["size"], "size", f"Panel {number} has {sum(panel)} seats.")
        fits = all(0 <= seats <= count for seats, count in zip(panel, counts, strict=True))
        _require(fits, "people", f"Panel {number} has more people of a type than there are.")
        for label, inside, least, most in bounds:
            seats = sum(panel[t] for t in inside)
            text = f"Panel {number} has {seats} of {label}, not {least} to {most}."
            _require(least <= seats <= most, "target", text)
    report.checked.append(f"{len(document['panels'])} panels keep the size and all {len(bounds)} bounds")


def _dense_panels(document: Json) -> list[list[int]]:
    return [dense(panel, len(document["types"])) for panel in document["panels"]]


def _chances(record: Json, document: Json, report: Report) -> None:
    weights = document["weights"]
    whole = all(isinstance(weight, int) and not isinstance(weight, bool) and weight >= 0 for weight in weights)
    _require(whole and sum(weights) > 0, "weights", "A weight is no whole number from nought on.")
    counts = [len(t["people"]) for t in document["types"]]
    found = chances(counts, _dense_panels(document), weights)
    _require([exact(p) for p in found] == document["chances"], "chances", "The chances do not follow from the weights.")
    _require(exact(min(found)) == document["min_chance"], "min_chance", "The smallest chance is another.")
    _require(f"{gini(found, counts):.6f}" == document["gini"], "gini", "The Gini coefficient is another.")
    report.checked.append(f"chances follow from the weights; smallest {float(min(found)):.9f}, Gini {document['gini']}")


def _bound(record: Json, document: Json, report: Report) -> None:
    given = document["certificate"]
    counts = [len(t["people"]) for t in document["types"]]
    one, size = Fraction(1), Fraction(document["size"])
    rows = [Row(dict.fromkeys(inside, one), Fraction(low), Fraction(high)) for _, inside, low, high in cells(document)]
    rows.append(Row(dict.fromkeys(range(len(counts)), one), size, size))
    for cut in given["cuts"]:
        rows.append(Row({t: Fraction(w) for t, w in cut["weights"]}, None, Fraction(cut["bound"])))
    certificate = _certificate(given)
    bound = upper_bound(counts, rows, certificate)
    _require(rounded_up(bound) == given["bound"], "bound", "The bound does not follow from the certificate.")
    gap = bound - Fraction(document["min_chance"])
    _require(gap >= 0, "gap", "The smallest chance is above the bound that no lottery can pass.")
    report.checked.append(f"no lottery lifts the smallest chance above {given['bound']} (gap {float(gap):.1e})")
    _levels(document, counts, rows, report)
    if given["cuts"]:
        report.notes.append(
            f"The bound leans on {len(given['cuts'])} cuts, each proved by an exhausted integer program; "
            "to prove them again run verify with --cuts."
        )


def _levels(document: Json, counts: list[int], rows: list[Row], report: Report) -> None:
    """Check every stage of LEXIMIN: those held keep their chances, the newly held cannot rise."""
    given = document["certificate"]
    if document["method"] != "leximin":
        report.notes.append(f"The method is {document['method']}: only the smallest chance is bounded.")
        return
    stages: list[tuple[list[int], Certificate]] = [([], _certificate(given))]
    stages += [(level["held"], _certificate(level)) for level in given["levels"]]
    rise = largest_rise(counts, rows, stages, [Fraction(p) for p in document["chances"]])
    _require(rounded_up(rise) == given["largest_rise"], "levels", "What a chance could rise by is not as stated.")
    report.checked.append(f"LEXIMIN in {len(stages)} stages: nobody's chance could rise by more than {float(rise):.1e}")


def _certificate(given: Json) -> Certificate:
    return Certificate([Fraction(y) for y in given["y"]], [Fraction(a) for a in given["a"]])


def _numbered(record: Json, document: Json, report: Report) -> None:
    given = document["numbered"]
    times = given["times"]
    whole = all(isinstance(n, int) and n >= 0 for n in times) and len(times) == len(document["panels"])
    _require(whole and sum(times) == given["total"] > 0, "numbers", "The numbered panels are not as many as stated.")
    found = loss([Fraction(p) for p in document["chances"]], roster_of(document), _dense_panels(document), times)
    stated = (given["min_chance"], given["worst_loss"], given["left_out"])
    same = (exact(found.min_chance), exact(found.worst), found.left_out) == stated
    _require(same, "loss", "What the numbered panels cost a person is not as stated.")
    report.checked.append(f"{given['total']} numbered panels, worst loss of a person {float(found.worst):.4f}")


def _outcome(record: Json, document: Json, report: Report) -> None:
    if record["format"] == PREPARED:
        report.notes.append("Nothing is drawn yet.")
        return
    public, given = record["public_value"], record["outcome"]
    report.checked += check_source(document, public)
    report.notes += unchecked(document)
    found = draw(document, public["value"], public["kind"])
    same = (found.number, found.panel, found.words_read) == (given["number"], given["panel"], given["words_read"])
    _require(same, "number", "The number drawn does not follow from the public value.")
    _require(found.selected == given["selected"], "selected", "The people drawn are not those of the public value.")
    report.checked.append(f"public value “{public['value']}” draws number {found.number}: {len(found.selected)} people")
    if record["is_test"]:
        report.notes.append("This draw is marked as a rehearsal.")


def _attempts(record: Json, document: Json, report: Report) -> None:
    for at, attempt in enumerate(record.get("attempts", []), start=1):
        complete = all(attempt.get(key) for key in ("transcript", "commitment", "public_value", "reason"))
        _require(complete, "attempt", f"Attempt {at} lacks its hash, commitment, public value or reason.")
        report.notes.append(f"Attempt {at} before this one was given up: {attempt['reason']}")


def _reserves(record: Json, document: Json, report: Report) -> None:
    reserves = record.get("reserves")
    if reserves is None:
        return
    _require(reserves["public_value"] == record["public_value"], "reserves", "Reserves have another public value.")
    both = set(reserves["outcome"]["selected"]) & set(record["outcome"]["selected"])
    _require(not both, "reserves", "Somebody is on the panel and a reserve.")
    report.checked += [f"reserves: {sentence}" for sentence in verify(reserves).checked]


_ALWAYS: tuple[Check, ...] = (_people, _panels, _chances, _numbered, _outcome, _attempts, _reserves)
CHECKS: dict[str, tuple[Check, ...]] = {
    FORMAT: (_commitment, _pool_hash, *_ALWAYS, _bound),
    PUBLIC_FORMAT: (*_ALWAYS, _public_only),
}


def verify_previous(record: Json, earlier: Sequence[Json]) -> None:
    """Check that the attempts are the transcripts ``earlier``, oldest first.

    Raises
    ------
    RecordRefused
        A transcript is missing, changed, or in another place.
    """
    stated = [attempt["transcript"] for attempt in record["attempts"]]
    _require(stated == [digest(one) for one in earlier], "previous", "The earlier transcripts are not those recorded.")
