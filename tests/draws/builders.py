"""Draws in every state, of made-up people whose values cycle, so that every figure can be counted by hand."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.core.permissions import Role
from app.draws.models import Draw, PublicValue
from app.draws.services import ceremony, lottery, subjects
from app.draws.services.preparing import PoolRow, TargetRow, make_draw, set_features, set_pool, set_targets
from tests.builders import an_account

DATA = Path(__file__).parent.parent / "data" / "sortition"
SEXES = (("f", "여성", "Women"), ("m", "남성", "Men"))
STANCES = (("for", "찬성", "For"), ("against", "반대", "Against"), ("unsure", "유보", "Undecided"))
DICE = "십면체 주사위 세 개, 10월 12일 14시 시청 로비"
told: list[tuple[str, int]] = []  # what the subject was told, in order


def a_subject(code: str = "panel-of-test", **more: Any) -> str:
    """Register a subject that keeps what it is told."""
    told.clear()
    subject = subjects.Subject(
        title=lambda number: (f"시험 숙의 {number}", f"Test panel {number}"),
        address=lambda number: "/panels",
        on_drawn=lambda draw: told.append(("drawn", draw.id)),
        **more,
    )
    subjects.register(code, subject)
    return code


def people(count: int, **more: Any) -> Iterator[PoolRow]:
    """Person ``i`` (from 1): women even, men odd; for, against, undecided in turn."""
    for i in range(1, count + 1):
        yield PoolRow(i, {"sex": "mf"[i % 2 == 0], "stance": STANCES[i % 3][0]}, **more)


def targets(sex: tuple[int, int] = (6, 6), stance: tuple[int, int] = (3, 5)) -> list[TargetRow]:
    """Bounds of each sex, and of each stance."""
    found = [TargetRow("sex", value, ko, en, *sex, population=500) for value, ko, en in SEXES]
    return found + [TargetRow("stance", value, ko, en, *stance) for value, ko, en in STANCES]


def an_organiser() -> Any:
    return an_account(Role.organiser)


def a_draw(
    *, size: int = 12, pool: int = 60, rows: list[PoolRow] | None = None, of: list[TargetRow] | None = None,
    subject_id: int = 1, subject: str | None = None, by: Any = None, **more: Any,
) -> Draw:  # fmt: skip
    """A draw being prepared: its pool, and targets that the pool meets."""
    code = subject or a_subject()
    draw = make_draw(
        code, subject_id, title_ko="시민참여단 추첨", title_en="Draw of the panel", size=size, by=by, **more
    )
    set_pool(draw, rows if rows is not None else people(pool))
    set_features(draw, [("sex", "성별", "Sex"), ("stance", "의견", "Stance")])
    set_targets(draw, targets() if of is None else of, by)
    return draw


def an_announced_draw(
    kind: PublicValue = PublicValue.dice, announced: str = DICE, known_at: dt.datetime | None = None, hashes: str = "",
    **more: Any,
) -> Draw:  # fmt: skip
    draw = a_draw(**more)
    ceremony.announce(draw, kind, announced, more.get("by"), known_at=known_at, hashes=hashes)
    return draw


def a_committed_draw(**more: Any) -> Draw:
    """Its lottery is made: under test a job runs at once."""
    draw = an_announced_draw(**more)
    lottery.start(draw, more.get("by"))
    return draw


def a_drawn_draw(value: str = "437", **more: Any) -> Draw:
    draw = a_committed_draw(**more)
    return ceremony.reveal(draw, value, "참관인 세 명", more.get("by"))


def a_draw_of_2500(**more: Any) -> Draw:
    """The synthetic pool of 2,500 for 250 seats that the library is tested with."""
    return a_draw_of_file(DATA / "synthetic_2500", 250, **more)


def a_draw_of_file(folder: Path, size: int, times: int = 1, **more: Any) -> Draw:
    """A pool and its targets from files; ``times`` over."""
    with (folder / "categories.csv").open(encoding="utf-8") as file:
        rows = [SimpleNamespace(**row) for row in csv.DictReader(file)]
    features = list(dict.fromkeys(row.category for row in rows))
    with (folder / "respondents.csv").open(encoding="utf-8") as file:
        answers = [{feature: row[feature] for feature in features} for row in csv.DictReader(file)] * times
    draw = make_draw(more.pop("subject", None) or a_subject(), 7, title_ko="큰 추첨", title_en="Large draw", size=size,
                     by=None, **more)  # fmt: skip
    set_pool(draw, [PoolRow(number, row) for number, row in enumerate(answers, start=1)])
    set_features(draw, [(feature, feature, feature) for feature in features])
    wanted = [TargetRow(r.category, r.feature, r.feature, r.feature, int(r.min), int(r.max)) for r in rows]
    set_targets(draw, wanted, None)
    return draw
