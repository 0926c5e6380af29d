"""A seat falls free: the next reserve of the same cell, or a draw among those who are left."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.draws.models import Candidate, Draw, DrawState, DrawTarget
from app.draws.services.asked import Asked, asked_of
from app.draws.services.continued import AT_HOME, GONE, OTHER_CELL, SEATED, whole_of
from app.draws.services.copying import copy_features
from app.draws.services.making import NothingToContinue, make_draw
from app.draws.services.pools import copy_people
from voting.sortition import replacement as library
from voting.sortition.errors import BadInput
from voting.sortition.targets import JOINT, Target, parts

_CODES = {library.SEATED: SEATED, library.AT_HOME: AT_HOME, library.OTHER_CELL: OTHER_CELL}


class NoSeatFree(RuleError):
    code = "no_seat_free"
    sentence = N_("No seat is free.")


class SeatedDoNotFit(RuleError):
    code = "seated_do_not_fit"
    sentence = N_("The people seated do not fit the draw: %(why)s")


def next_reserve(draw: Draw, candidate: Candidate, taken: Collection[int] = ()) -> Candidate | None:
    """Return the first reserve with the very answers of who is gone, in the order of the draw; ``taken`` are refs."""
    query = select(Candidate).where(Candidate.draw_id == draw.id, Candidate.reserve_no.is_not(None))
    codes = [feature.code for feature in draw.features]
    cell = _cell(candidate, codes)
    reserves = db.session.scalars(query.order_by(Candidate.reserve_no))
    return next((one for one in reserves if one.ref not in taken and _cell(one, codes) == cell), None)


def replacement_draw(draw: Draw, seated: Iterable[int], gone: Mapping[int, str], *, same_cell: bool, by: Any) -> Draw:
    """Begin the draw for the free seats: targets less the people seated, their flatmates left out.

    ``seated`` and ``gone`` are refs; ``gone`` says why each who gave up a seat since the last draw did so. It is then
    announced, computed and drawn as any other. Raises ``NoSeatFree``,
    ``SeatedDoNotFit``, ``NothingToContinue``, ``AttemptStands`` (go on from the last draw made).
    """
    if draw.state is not DrawState.drawn:
        raise NothingToContinue()
    whole = whole_of(draw)
    asked, before = asked_of(whole), _gone_before(draw)
    stay = {str(ref) for ref in seated}
    left = {str(ref): GONE for ref in gone} | {name: code for name, code in before.items() if name not in stay}
    rest = _rest(asked, stay, left, [str(ref) for ref in gone], same_cell)
    if rest.request.size <= 0:
        raise NoSeatFree()
    with transaction():
        made = make_draw(
            draw.subject, draw.subject_id, title_ko=draw.title_ko, title_en=draw.title_en, size=rest.request.size, by=by,
            continues=draw, one_per_home=whole.one_per_home, synthetic=draw.synthetic,
        )  # fmt: skip
        made.method, made.numbers = whole.method, whole.numbers
        copy_features(whole, made)
        copy_people(whole, made)
        _leave_out(made, rest.request.exclusions, {str(ref): why for ref, why in gone.items()})
        for position, target in enumerate(rest.targets):
            made.targets.append(_named(whole, target, position))
        db.session.flush()
    return made


def _rest(
    asked: Asked, seated: Iterable[str], gone: Mapping[str, str], freed: list[str], same_cell: bool
) -> library.Rest:
    mode = library.Mode.SAME_CELL if same_cell else library.Mode.LOTTERY
    request = replace(asked.request, continues=None)
    try:
        return library.rest_to_draw(asked.pool, asked.targets, request, seated, gone, mode, freed)
    except BadInput as wrong:
        if wrong.complaints[0].code == "no_free_seat":
            raise NoSeatFree() from wrong
        raise SeatedDoNotFit(why=str(wrong)) from wrong


def _cell(candidate: Candidate, codes: list[str]) -> list[str]:
    return [str(candidate.answers.get(code, "")) for code in codes]


def _gone_before(draw: Draw) -> dict[str, str]:
    """Return the people who were gone when the draw was made that a replacement goes on from."""
    if draw.continues_id is None:
        return {}
    query = select(Candidate.ref).where(Candidate.draw_id == draw.id, Candidate.excluded_code == GONE)
    return {str(ref): GONE for ref in db.session.scalars(query)}


def _leave_out(made: Draw, exclusions: Mapping[str, str], why_gone: Mapping[str, str]) -> None:
    """Mark whom the draw for the free seats leaves out; who was left out of the whole draw stays so."""
    people = db.session.execute(
        select(Candidate.id, Candidate.ref, Candidate.excluded_why).where(Candidate.draw_id == made.id)
    )
    rows = [
        {"id": key, "excluded_code": _CODES.get(reason, reason), "excluded_why": why_gone.get(str(ref), why or "")}
        for key, ref, why in people
        if (reason := exclusions.get(str(ref))) is not None
    ]
    if rows:
        db.session.execute(update(Candidate), rows)


def _named(whole: Draw, target: Target, position: int) -> DrawTarget:
    """Give a target that is left the names that its values have in the whole draw."""
    known = {(t.feature, t.value): t for t in whole.targets}
    same = known.get((target.feature, target.value))
    singles = [known.get(key) for key in zip(parts(target.feature), parts(target.value), strict=True)]
    values = parts(target.value)
    return DrawTarget(
        feature=target.feature,
        value=target.value,
        name_ko=same.name_ko
        if same
        else JOINT.join(t.name_ko if t else v for t, v in zip(singles, values, strict=True)),
        name_en=same.name_en
        if same
        else JOINT.join(t.name_en if t else v for t, v in zip(singles, values, strict=True)),
        least=target.least,
        most=target.most,
        most_flex=target.most_flex,
        position=position,
    )
