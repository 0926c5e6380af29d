"""A proposal's life in words: its result in a sentence, its amounts as rows, its answers as steps."""

from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from app.city.models import PlaceLevel
from app.core.dates import date_of, date_text, instant_text
from app.core.errors import N_
from app.core.languages import chosen, named
from app.core.money import WORDS
from app.council.labels import decider
from app.proposals.labels import BASES, STAGES
from app.proposals.models import NO_REASON, Amount, Basis, CostLine, LineageKind, Stage, Status, Version
from app.public.services.life import Entry, Life, Relative
from app.public.services.milestones import COUNCIL_STAGES

Row = dict[str, Any]

RESULTS: dict[Status, str] = {
    Status.received: N_("Asks for %(asked)s. It was received and waits for review."),
    Status.withdrawn: N_("Asked for %(asked)s. The proposer has withdrawn it."),
    Status.in_review: N_("Asks for %(asked)s. A department is examining it."),
    Status.eligible: N_("Asks for %(asked)s. The department found it eligible; the committee is next."),
    Status.amended: N_("Asked for %(asked)s. The department found it eligible at %(now)s; the committee is next."),
    Status.ineligible: N_("Asked for %(asked)s. The department found it ineligible; its reason stands below."),
    Status.already_done: N_("Asked for %(asked)s. The department answers that the city does this already."),
    Status.other_agency: N_("Asked for %(asked)s. The department answers that this is another body's task."),
    Status.merged: N_("Asked for %(asked)s. It was merged into another proposal; both texts stay."),
    Status.screened_out: N_("Asked for %(asked)s. In the screening it was not put to the vote."),
    Status.on_ballot: N_("Asks for %(now)s. It is put to the vote of the committee."),
    Status.selected: N_("Asked for %(asked)s. The committee chose it at %(now)s; the budget bill is next."),
    Status.just_missed: N_("Asked for %(asked)s. It just missed being chosen."),
    Status.not_selected: N_("Asked for %(asked)s. The committee did not choose it."),
    Status.left_out: N_("The committee chose it at %(chosen)s. The city left it out of the budget bill."),
    Status.in_bill: N_("Asked for %(asked)s. It stands in the budget bill at %(now)s; the council decides next."),
    Status.unchanged: N_("Asked for %(asked)s. The council passed %(now)s unchanged."),
    Status.partly_cut: N_("The committee chose it at %(chosen)s. The council cut it to %(now)s."),
    Status.zeroed: N_("The committee chose it at %(chosen)s. The council cut it to zero."),
    Status.increased: N_("The committee chose it at %(chosen)s. The council raised it to %(now)s."),
    Status.on_track: N_("Asked for %(asked)s. It is being carried out with %(passed)s."),
    Status.push_needed: N_("Asked for %(asked)s. It is being carried out with %(passed)s, but is late."),
    Status.carried_over: N_("Asked for %(asked)s. What is left of %(passed)s is carried over to the next year."),
    Status.done: N_("Asked for %(asked)s. The work is finished; %(now)s was spent."),
    Status.settled: N_("Asked for %(asked)s. The work is finished and settled at %(now)s."),
}

RELATIVES: dict[tuple[LineageKind, bool], str] = {
    (LineageKind.merged_into, True): N_("This proposal was merged into it. Both texts stay."),
    (LineageKind.merged_into, False): N_("It was merged into this proposal. Both texts stay."),
    (LineageKind.split_from, True): N_("This proposal was split from it."),
    (LineageKind.split_from, False): N_("It was split from this proposal."),
    (LineageKind.reproposed_from, True): N_("This proposal proposes it again."),
    (LineageKind.reproposed_from, False): N_("It proposes this one again in a later year."),
}


def won(amount: int) -> str:
    """Write an amount in full in the reader's language."""
    return WORDS[chosen()](amount, "full")


def day(at: Any) -> str:
    """Write the date in Gwangju of an instant."""
    return date_text(date_of(at), chosen())


def until(at: Any) -> str:
    """Write the instant at which something ends."""
    return instant_text(at, chosen(), "sentence")


def result(life: Life) -> str:
    """Say in one sentence, or two, what became of a proposal."""
    at = {entry.amount.stage: entry.amount.amount_won for entry in life.amounts}
    passed = next((at[stage] for stage in reversed(COUNCIL_STAGES) if stage in at), None)
    now = life.amounts[-1].amount.amount_won if life.amounts else 0
    chosen_won = at.get(Stage.bill, at.get(Stage.voted, now))
    sentence = gettext(
        RESULTS[life.proposal.status],
        asked=won(at.get(Stage.asked, 0)),
        now=won(now),
        chosen=won(chosen_won),
        passed=won(now if passed is None else passed),
    )
    silent = any(e.amount.reason_code == NO_REASON and e.amount.stage in COUNCIL_STAGES for e in life.amounts)
    told = life.proposal.status in (Status.partly_cut, Status.zeroed) and silent
    return " ".join([sentence, gettext("No reason was given.")]) if told else sentence


def amount_rows(life: Life) -> list[Row]:
    """Return the rows of the amount history, from asked to settled."""
    rows, before = [], None
    for entry in life.amounts:
        rows.append(_amount_row(entry, before))
        before = entry.amount.amount_won
    return rows


def _amount_row(entry: Entry, before: int | None) -> Row:
    amount = entry.amount
    changed = before is not None and amount.amount_won != before
    words = [named(entry.reason)] if entry.reason is not None and amount.reason_code != NO_REASON else []
    reason = ": ".join([*words, *([amount.reason] if amount.reason else [])]) or None
    return {
        "stage": gettext(STAGES[amount.stage]),
        "amount": amount.amount_won,
        "by": decider(amount.decided_by),
        "when": day(amount.at),
        "reason": reason,
        "reason_missing": changed and reason is None,
        "note": _beside(entry),
    }


def _beside(entry: Entry) -> Markup:
    """Say how the amount is known, what it corrects, and which paper shows it."""
    amount = entry.amount
    parts = [] if amount.basis is Basis.recorded else [Markup("{}").format(gettext(BASES[amount.basis]))]
    parts += [Markup("{}").format(_corrected(earlier)) for earlier in entry.corrected]
    if amount.document is not None:
        parts.append(Markup('<a href="{}">{}</a>').format(_file_url(amount.document.id), amount.document.name))
    return Markup(" · ").join(parts)


def _corrected(earlier: Amount) -> str:
    return gettext(
        "corrected, before it said %(amount)s (%(day)s)", amount=won(earlier.amount_won), day=day(earlier.at)
    )


def _file_url(file_id: int) -> str:
    return url_for("files.show", file_id=file_id)


def relative(other: Relative) -> str:
    """Say how another proposal belongs to this one."""
    sentence = gettext(RELATIVES[other.kind, other.came_first])
    return f"{sentence} {other.why}" if other.why else sentence


def place(version: Version) -> str:
    """Write the place: the whole city, a district, or a dong with its district."""
    if version.place.level is PlaceLevel.city:
        return gettext("Whole city")
    if version.place.level is PlaceLevel.dong and version.place.parent is not None:
        outer, inner = named(version.place.parent), named(version.place)
        return f"{outer} {inner}" if chosen() == "ko" else f"{inner}, {outer}"
    return named(version.place)


def proposers(life: Life) -> str:
    """Name who proposes, with those who agreed to be named beside."""
    return ", ".join(name for name in (life.proposal.proposer_name, life.co_proposers) if name)


def files(life: Life) -> list[Row]:
    """Return the public files of a proposal with their kind and size."""
    return [
        {
            "name": used.caption or used.file.name,
            "url": _file_url(used.file_id),
            "kind": used.file.name.rpartition(".")[2].upper(),
            "size": size(used.file.size),
            "note": None,
        }
        for used in life.files
    ]


def size(count: int) -> str:
    """Write a number of bytes as people read it."""
    for unit, limit in (("B", 1000), ("kB", 1_000_000), ("MB", 1_000_000_000)):
        if count < limit:
            return f"{count * 1000 / limit:.1f} {unit}" if unit == "MB" else f"{count * 1000 // limit} {unit}"
    return f"{count // 1_000_000:,} MB"


def whole(version: Version, lines: list[CostLine]) -> str:
    """Write a version as one text, for comparing it with another."""
    cost = "\n".join(f"{line.label}: {won(line.amount_won)}" for line in lines)
    where = " · ".join((named(version.type), named(version.field), named(version.place)))
    return "\n\n".join(
        part for part in (version.title, version.problem, version.idea, version.effect, where, cost) if part
    )
