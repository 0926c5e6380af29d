"""The draw for seats that fell free: the record says which draw it continues, who is seated and who is gone."""

from sqlalchemy import select

from app.core.db import db
from app.draws.models import Candidate, Draw
from app.draws.services.records import TRANSCRIPT, read
from voting.sortition.record import Json, digest, pseudonyms

SEATED, GONE, AT_HOME, OTHER_CELL = "seated", "gone", "lives_with_member", "other_cell"


def whole_of(draw: Draw) -> Draw:
    """Return the draw of all seats that a draw goes back to; itself where it continues none."""
    while draw.continues is not None:
        draw = draw.continues
    return draw


def continuing(draw: Draw) -> Json | None:
    """Return what the record of a draw says about the one it continues, or nothing."""
    if draw.continues is None:
        return None
    whole, of = whole_of(draw), _refs(draw)
    return {
        "transcript": digest(read(draw.continues, TRANSCRIPT)),
        "size": whole.size,
        "targets": [{"feature": t.feature, "value": t.value, "min": t.least, "max": t.most} for t in whole.targets],
        "seated": sorted(pseudonyms(draw.salt, of[SEATED])),
        "gone": dict.fromkeys(sorted(pseudonyms(draw.salt, of[GONE])), GONE),
        "excluded": sorted(pseudonyms(draw.salt, _excluded(whole))),
    }


def _refs(draw: Draw) -> dict[str, list[str]]:
    query = select(Candidate.excluded_code, Candidate.ref).where(
        Candidate.draw_id == draw.id, Candidate.excluded_code.in_((SEATED, GONE))
    )
    found: dict[str, list[str]] = {SEATED: [], GONE: []}
    for code, ref in db.session.execute(query):
        found[str(code)].append(str(ref))
    return found


def _excluded(draw: Draw) -> list[str]:
    query = select(Candidate.ref).where(Candidate.draw_id == draw.id, Candidate.excluded_code.is_not(None))
    return [str(ref) for ref in db.session.scalars(query)]
