"""``election.pb``: the published rows of an electorate as a Pabulib file, for ``python -m voting count``."""

from voting.ledger.definition import WITH_POINTS, Definition
from voting.ledger.recount import Votes, ballots_of
from voting.ledger.slots import option_of
from voting.pabulib.document import Document, Row, Section, write

VOTE_TYPES = {"knapsack": "approval", "yes-no": "scoring"}
CEILINGS = {"category": "budget_per_category", "neighborhood": "budget_per_neighborhood"}
DEALT = "#1: single marks were published; how they are put together to ballots here is made up, their sums are true"
WHOLE = "#1: ballots as published, in no order"


def name_of(poll: Definition, electorate: str) -> str:
    """Return the file's name in the bundle."""
    return "election.pb" if len(poll.electorates) == 1 else f"election-{electorate}.pb"


def election_file(poll: Definition, electorate: str, votes: Votes) -> bytes:
    """Return the file.

    Ceilings by category and neighborhood are in it; other ceilings and incompatible options the format cannot say, and the
    bundle's own recount has them.
    """
    with_points = poll.form.kind in WITH_POINTS
    header = ["voter_id", "vote", *(["points"] if with_points else [])]
    section = Section(_row("VOTES"), Row(header, 0))
    number = 0
    for marks, times in ballots_of(poll, votes):
        cells = [",".join(map(option_of, marks)), *([",".join(str(m[1]) for m in marks)] if with_points else [])]
        for _ in range(times):
            number += 1
            section.rows.append(Row([str(number), *cells], 0))
    sections = {"META": _meta(poll, electorate, votes), "PROJECTS": _projects(poll), "VOTES": section}
    return write(Document(sections)).encode()


def _row(*cells: str) -> Row:
    return Row(list(cells), 0)


def _meta(poll: Definition, electorate: str, votes: Votes) -> Section:
    document, kind = poll.document, poll.form.kind
    rows = {
        "description": document["title"]["en"], "country": "South Korea", "unit": electorate, "instance": poll.poll,
        "num_projects": str(len(poll.options)), "num_votes": str(votes.ballots), "budget": str(poll.limits.budget),
        "vote_type": VOTE_TYPES.get(kind, kind), "rule": "unknown",
        "date_begin": _day(document["opens"]), "date_end": _day(document["closes"]), "currency": "KRW",
        "comment": DEALT if poll.publish == "marks" else WHOLE,
    }  # fmt: skip
    for (label, value), most in poll.limits.ceilings.items():
        if label in CEILINGS:
            rows[CEILINGS[label]] = ",".join(filter(None, (rows.get(CEILINGS[label]), f"{value}:{most}")))
    return Section(_row("META"), _row("key", "value"), [_row(*pair) for pair in rows.items()])


def _day(minute: str) -> str:
    return f"{minute[8:10]}.{minute[5:7]}.{minute[:4]}"


def _projects(poll: Definition) -> Section:
    labels = sorted(
        {label for option in poll.options for label in option.labels if label in ("category", "neighborhood")}
    )
    rows = [_row(o.id, str(o.cost), *(str(o.labels.get(label, "")) for label in labels), o.name) for o in poll.options]
    return Section(_row("PROJECTS"), _row("project_id", "cost", *labels, "name"), rows)
