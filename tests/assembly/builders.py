"""Builders of an assembly: ``an_assembly(policies=100)``, ``a_stage(assembly, ...)``, ``counted(stage, votes)``."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from app.accounts.models import Account
from app.assembly.models import (
    Assembly,
    Counted,
    Minhoe,
    MinhoeState,
    Policy,
    PolicySupport,
    Stage,
    StageKind,
    StageMethod,
    Taken,
)
from app.assembly.services import finding, making, sheets, stages
from app.core import clock
from app.core.db import db, transaction
from app.proposals.services.search import as_searched
from tests.builders import CITY, DONG, an_account, the_city

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_names = itertools.count(1)
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf"
    b"\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def an_organiser() -> Account:
    return an_account("organiser")


def an_assembly(*, year: int = 2031, policies: int = 0, published: bool = True, filing: bool = True) -> Assembly:
    """An assembly that takes policies now, or took them until yesterday, with as many of them."""
    the_city()
    at = clock.now()
    assembly = making.make(
        year=year, title_ko=f"{year} 시민총회", title_en=f"Citizens' assembly {year}", place_code=CITY,
        held_on=(at + 20 * DAY).date(), venue_ko="금남로", venue_en="Geumnam-ro", minhoe_least=5, files_from=at - 30 * DAY,
        files_until=at + 10 * DAY if filing else at - DAY, by=None,
    )  # fmt: skip
    if published:
        making.publish(assembly, by=None)
    with transaction():
        add_policies(finding.assembly_of(year, unpublished=True), policies)
    return finding.assembly_of(year, unpublished=True)


def add_policies(assembly: Assembly, many: int) -> None:
    body, category = assembly.bodies[0], assembly.categories[0]
    for number in range(1, many + 1):
        title = f"{number}번째 정책"
        db.session.add(
            Policy(
                assembly_id=assembly.id, number=number, title=title, problem="문제", text="바라는 일", body_id=body.id,
                category_id=category.id, proposer_name="시민", filed_at=clock.now(), search_text=as_searched([title]),
            )
        )  # fmt: skip


def a_minhoe(assembly: Assembly, *, by: Account | None = None, held: bool = True, **other: Any) -> Minhoe:
    """A small meeting of six in a dong, held yesterday with a record, or to be held tomorrow."""
    start = clock.now() - DAY if held else clock.now() + DAY
    values = {
        "title": f"민회 {next(_names)}", "topic": "골목을 안전하게", "starts_at": start, "ends_at": start + 2 * HOUR,
        "place_code": DONG, "venue": "주민센터 2층", "facilitator": "김이끔", "people": 6,
    }  # fmt: skip
    with transaction():
        minhoe = Minhoe(
            assembly_id=assembly.id, registered_by=by.id if by else None, registered_at=clock.now() - 2 * DAY,
            **(values | other),
        )  # fmt: skip
        if held:
            minhoe.state, minhoe.record, minhoe.recorded_at = MinhoeState.held, "이야기한 것", clock.now()
        db.session.add(minhoe)
    return minhoe


def policy(assembly: Assembly, number: int) -> Policy:
    return finding.policy_of(assembly, number)


def supported(assembly: Assembly, supports: Mapping[int, int]) -> None:
    """Give policies by number as many supporters, the same people over again."""
    people = [an_account() for _ in range(max(supports.values(), default=0))]
    with transaction():
        for number, many in supports.items():
            for person in people[:many]:
                key = policy(assembly, number).id
                db.session.add(PolicySupport(policy_id=key, account_id=person.id, at=clock.now()))


def a_stage(
    assembly: Assembly, kind: str, *, seats: int | None = None, method: str | None = None, counted: str = "sheets",
    sources: Sequence[tuple[int, Taken]] = (), **rule: Any,
) -> Stage:  # fmt: skip
    """A stage at the end of the funnel, not open yet."""
    method = method or ("yes_no" if kind == "yes_no_each" else "top_k")
    return stages.set_stage(
        assembly, None, kind=StageKind(kind), name_ko=kind, name_en=kind, electorate_ko="시민", electorate_en="Citizens",
        method=StageMethod(method), counted=Counted(counted), seats=seats, sources=sources, by=None, **rule,
    )  # fmt: skip


def on_a_sheet(
    assembly: Assembly, stage: Stage, votes: Mapping[int, int], *, against: Mapping[int, int] | None = None,
    voters: int | None = None, name: str = "판",
) -> None:  # fmt: skip
    """Let two people enter one sheet of an open stage alike; votes by number of the policy."""
    ids = {option.policy.number: option.policy_id for option in finding.stage_at(assembly, stage.position).options}
    sheet = sheets.add(stage, name=name, by=None)
    for place in (1, 2):
        sheets.enter(
            sheet, place, voters=voters, votes={ids[number]: many for number, many in votes.items()},
            against={ids[number]: many for number, many in (against or {}).items()}, by=an_organiser(),
        )  # fmt: skip


def chosen(assembly: Assembly, position: int) -> list[int]:
    """The numbers that a closed stage chose, in order of number."""
    stage = finding.stage_at(assembly, position)
    return sorted(option.policy.number for option in stage.options if option.chosen)
