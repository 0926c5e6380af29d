"""From a ``.pb`` file to an election."""

import re
from pathlib import Path

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.grouped import side_by_side
from voting.ballots.limits import Limits
from voting.ballots.project import Amount, Label, Project
from voting.pabulib.amounts import amount, count_of
from voting.pabulib.document import Document, Row, Section, parse
from voting.pabulib.votes import read_votes, with_default_score

FORMS = ("approval", "choose-1", "ordinal", "cumulative", "scoring", "yes-no")
LISTS = ("category", "beneficiaries")
LABELS = ("category", "beneficiaries", "neighborhood", "subunit", "district")
CEILINGS = {"budget_per_category": "category", "budget_per_neighborhood": "neighborhood"}


def read(path: str | Path) -> Election:
    """Read an election from a file.

    Raises
    ------
    BadInput
        With the line and the fault.
    """
    return read_text(decode(Path(path).read_bytes()))


def decode(raw: bytes) -> str:
    """Decode UTF-8 and drop a byte order mark; name the line that is something else."""
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput("bad_line", line=line, fault="the text is not UTF-8") from None


def read_text(text: str) -> Election:
    """Read an election from the text of a ``.pb`` file."""
    head, votes, line = _cut_votes(text.replace("\r\n", "\n"))
    document = parse(head + "VOTES\nvoter_id;vote\n")
    meta = document.meta()
    projects = _projects(document)
    form = _form(document, meta)
    position = {project.id: place for place, project in enumerate(projects)}
    ballots, notes = read_votes(votes, line, position, form)
    if form == "scoring":
        ballots = with_default_score(ballots, len(projects), _default_score(document))
    _check_counts(document, len(projects), ballots.voters)
    limits = Limits(_budget(document), _ceilings(document))
    return Election(projects, limits, side_by_side(ballots, len(projects)), meta, tuple(notes))


def _cut_votes(text: str) -> tuple[str, str, int]:
    """Cut before the line VOTES; return what is before, what follows, and the line number of its header."""
    projects = re.search(r"^PROJECTS[ \t]*$", text, re.MULTILINE)
    votes = re.compile(r"^VOTES[ \t]*\n", re.MULTILINE).search(text, projects.end() if projects else 0)
    if projects is None or votes is None:
        parse(text)  # says what is missing, and where
        raise BadInput("bad_line", line=text.count("\n") + 1, fault="the file ends without a section VOTES")
    if votes.end() == len(text):
        raise BadInput("bad_line", line=text.count("\n"), fault="the section VOTES has no header")
    head = text[: votes.start()]
    return head, text[votes.end() :], head.count("\n") + 2


def _row_of(document: Document, key: str) -> Row | None:
    """Return the META row of a key."""
    return next((row for row in document.sections["META"].rows if row.cells[0] == key), None)


def _meta_text(document: Document, key: str) -> tuple[str, int]:
    """Return text and line of a key that must be there."""
    row = _row_of(document, key)
    if row is None or len(row.cells) < 2:
        raise BadInput("bad_line", line=document.sections["META"].title.line, fault=f"META has no {key!r}")
    return row.cells[1], row.line


def _budget(document: Document) -> Amount:
    """Return the budget."""
    text, line = _meta_text(document, "budget")
    budget = amount(text, line, "the budget")
    if budget < 0:
        raise BadInput("bad_line", line=line, fault=f"the budget is {text}, it cannot be below zero")
    return budget


def _default_score(document: Document) -> Amount:
    """Return the points of a project that a scoring ballot does not name."""
    row = _row_of(document, "default_score")
    return 0 if row is None or len(row.cells) < 2 else amount(row.cells[1], row.line, "default_score")


def _form(document: Document, meta: dict[str, str]) -> str:
    """Return the form of the ballots; approval ballots under a cost limit are knapsack ballots."""
    text, line = _meta_text(document, "vote_type")
    if text.strip() not in FORMS:
        raise BadInput("bad_line", line=line, fault=f"vote_type is {text!r}; known are {', '.join(FORMS)}")
    if text.strip() == "approval" and "max_sum_cost" in meta:
        return "knapsack"
    return text.strip()


def _projects(document: Document) -> tuple[Project, ...]:
    """Read the projects."""
    section = document.sections["PROJECTS"]
    if section.header.cells[0] != "project_id" or "cost" not in section.header.cells:
        fault = "PROJECTS needs the columns project_id (first) and cost"
        raise BadInput("bad_line", line=section.header.line, fault=fault)
    seen: dict[str, int] = {}
    projects = []
    for row in section.rows:
        if row.cells == [""]:
            continue
        projects.append(_project(section, row))
        if projects[-1].id in seen:
            fault = f"project {projects[-1].id!r} was listed before, on line {seen[projects[-1].id]}"
            raise BadInput("bad_line", line=row.line, fault=fault)
        seen[projects[-1].id] = row.line
    return tuple(projects)


def _project(section: Section, row: Row) -> Project:
    """Read one project."""
    width = len(section.header.cells)
    if len(row.cells) != width:
        fault = f"{len(row.cells)} columns where the header has {width}"
        raise BadInput("bad_line", line=row.line, fault=fault)
    cells = dict(zip(section.header.cells, row.cells, strict=True))
    cost = amount(cells["cost"], row.line, "the cost")
    if cost < 0:
        raise BadInput("bad_line", line=row.line, fault=f"the cost is {cells['cost']}, it cannot be below zero")
    labels = {
        name: tuple(x.strip() for x in cells[name].split(",")) if name in LISTS else cells[name].strip()
        for name in LABELS
        if cells.get(name, "").strip()
    }
    return Project(cells["project_id"].strip(), cost, labels, cells.get("name", "").strip())


def _ceilings(document: Document) -> dict[Label, Amount]:
    """Read ceilings written as ``[("Sport", 1000), ...]`` or ``Sport:1000,Culture:500``."""
    ceilings: dict[Label, Amount] = {}
    for key, kind in CEILINGS.items():
        row = _row_of(document, key)
        if row is None or len(row.cells) < 2:
            continue
        pairs = re.findall(r"""["']?([^"',:()\[\]{}]+?)["']?\s*[:,]\s*(\d+(?:\.\d+)?)""", row.cells[1])
        if not pairs:
            raise BadInput("bad_line", line=row.line, fault=f"{key} names no label with an amount: {row.cells[1]!r}")
        for name, value in pairs:
            ceilings[(kind, name.strip())] = amount(value, row.line, key)
    return ceilings


def _check_counts(document: Document, projects: int, voters: int) -> None:
    """Compare the counts that META promises with what is there: a truncated file must not be counted."""
    for key, found in (("num_projects", projects), ("num_votes", voters)):
        row = _row_of(document, key)
        if row is None or len(row.cells) < 2:
            continue
        promised = count_of(row.cells[1], row.line, key)
        if promised != found:
            fault = f"{key} says {promised}, the file has {found}"
            raise BadInput("bad_line", line=row.line, fault=fault)
