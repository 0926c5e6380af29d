"""The cycles 2016 to 2026 as far as their figures were published; nothing is made up here."""

import datetime as dt

from app.city.models import Source
from app.core import clock
from app.core.db import db
from app.cycles.models import Cycle, Field, PlanSection, ProposalType, RecordedFact
from app.cycles.services.offered import offered_plan
from app.demo.tables import rows
from app.proposals.models import Basis, Channel, Proposal, Stage, Status, Version
from app.proposals.services import amounts, search

CITY = "2900000000"
YEARS = range(2016, 2027)
OUTCOME = {
    "selected": Status.selected,
    "kept": Status.unchanged,
    "standing_cut": Status.in_bill,
    "cut": Status.received,
}
COMMITTEE = "시민참여예산위원회"


def load(sources: dict[str, Source], with_2019: Cycle) -> None:
    """Add a cycle a year with its recorded facts, and the proposals whose titles were published."""
    found = {year: with_2019 if year == 2019 else cycle(year) for year in YEARS}
    db.session.add_all(found.values())
    db.session.flush()
    for row in rows("facts"):
        found[int(row["cycle"])].facts.append(fact(row, sources))
    db.session.flush()
    for year in YEARS:
        if year != 2019:
            for number, row in enumerate(known(year), start=1):
                add_known(found[year], number, row, sources)


def cycle(year: int) -> Cycle:
    """Return a cycle of the city that is known by its totals alone."""
    offered = offered_plan(CITY, year)
    return Cycle(
        slug=str(year),
        place_code=CITY,
        budget_year=year,
        recorded_only=True,
        tie_order=[],
        created_at=clock.now(),
        types=[ProposalType(position=n, **row) for n, row in enumerate(offered[PlanSection.types], start=1)],
        fields=[Field(position=n, **row) for n, row in enumerate(offered[PlanSection.fields], start=1)],
    )


def fact(row: dict[str, str], sources: dict[str, Source]) -> RecordedFact:
    return RecordedFact(
        key=row["key"],
        value=int(row["value"]),
        unit=row["unit"],
        used=row["used"] == "yes",
        inferred=row["inferred"] == "yes",
        source_id=sources[row["source"]].id if row["source"] else None,
        note_ko=row["note_ko"],
        note_en=row["note_en"],
    )


def known(year: int) -> list[dict[str, str]]:
    """Return the published proposals of a year."""
    return [row for row in rows("real_proposals") if int(row["cycle"]) == year]


def add_known(cycle: Cycle, number: int, row: dict[str, str], sources: dict[str, Source]) -> Proposal:
    """Add a proposal of which title, and perhaps amount and outcome, were published."""
    source = sources[row["source"]]
    at = reported_at(source)
    proposal = Proposal(
        cycle_id=cycle.id,
        number=number,
        status=OUTCOME[row["outcome"]],
        channel=Channel.sheet,
        proposer_name="알려지지 않음",
        source_id=source.id,
        submitted_at=at,
    )
    db.session.add(proposal)
    db.session.flush()
    add_version(proposal, row, {field.code: field for field in cycle.fields}, {kind.code: kind for kind in cycle.types})
    if row["amount_won"]:
        amounts.append_amount(
            proposal, Stage.voted, int(row["amount_won"]), decided_by=COMMITTEE, at=at, source_id=source.id,
            basis=Basis.recorded,
        )  # fmt: skip
    return proposal


def reported_at(source: Source) -> dt.datetime:
    """Return the day on which a source appeared, or the first day of the month or year that is known."""
    parts = [int(part) for part in (source.published or "").split("-")] + [1, 1]
    return clock.seoul(parts[0], parts[1], parts[2])


def add_version(
    proposal: Proposal, row: dict[str, str], fields: dict[str, Field], types: dict[str, ProposalType]
) -> None:
    """Give a proposal the one version of which only the title was published."""
    version = Version(
        proposal_id=proposal.id,
        number=1,
        title=row["title"],
        problem="",
        idea="",
        type_id=types[row["type"]].id,
        field_id=fields[row["field"]].id,
        place_code=row["place_code"],
        written_at=proposal.submitted_at,
    )
    db.session.add(version)
    db.session.flush()
    search.index(version)
    proposal.current_id = version.id
    db.session.flush()
