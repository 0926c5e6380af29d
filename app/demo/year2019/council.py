"""The bill, what the council's budget committee made of it on 12 December 2018, and the monitoring of July 2019.

The totals are published (nocut-2018-12, monitoring-2019-07); amounts and reasons of single items are made up, but for
the four published titles, whose reasons the source does not name. What the standing committees and the plenary did
is not known and not shown.
"""

import random

from app.accounts.models import Account
from app.city.models import Source
from app.core import clock
from app.core.clock import replaying, seoul
from app.core.db import db
from app.council.models import Sitting
from app.cycles.models import Cycle
from app.demo.year2019.outline import Item, published
from app.execution.models import Progress, Report
from app.proposals.models import NO_REASON, Basis, Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle

BILL, BUDGET_COMMITTEE, MONITORED = seoul(2018, 11, 9, 10), seoul(2018, 12, 12, 18), seoul(2019, 7, 5, 18)
CITY, COMMITTEE = "광주광역시", "예산결산특별위원회"
REASONS = (NO_REASON, "overlap", "not_urgent", "overlap", "not_urgent", NO_REASON)  # shin-2019: overlap, not urgent
SOURCE_COUNCIL, SOURCE_MONITORING = "nocut-2018-12", "monitoring-2019-07"
Pairs = list[tuple[Item, Proposal]]


def load(
    cycle: Cycle, items: list[Item], proposals: list[Proposal], logins: dict[str, Account], sources: dict[str, Source],
    rng: random.Random,
) -> None:  # fmt: skip
    """Put the chosen items into the bill, cut them, and report how they were carried out."""
    chosen = [pair for pair in zip(items, proposals, strict=True) if pair[0].chosen]
    bill(cycle, chosen, logins["organiser"])
    cut(cycle, chosen, logins["council"], sources[SOURCE_COUNCIL], rng)
    monitor(chosen, sources[SOURCE_MONITORING], rng)
    db.session.flush()


def bill(cycle: Cycle, chosen: Pairs, organiser: Account) -> None:
    with replaying(BILL):
        db.session.add(sitting(cycle, Stage.bill, CITY, "City of Gwangju", "날짜는 시연용입니다."))
        for item, proposal in chosen:
            amounts.append_amount(
                proposal, Stage.bill, item.voted_won, decided_by=CITY, by=organiser, basis=Basis.synthetic
            )
            lifecycle.move(proposal, Status.in_bill, by=organiser)


def cut(cycle: Cycle, chosen: Pairs, staff: Account, source: Source, rng: random.Random) -> None:
    with replaying(BUDGET_COMMITTEE):
        note = "합계는 보도된 값이고, 사업별 금액은 합계에 맞춘 시연용입니다."
        db.session.add(sitting(cycle, Stage.budget_cmte, COMMITTEE, "Special Committee on Budget and Accounts", note))
        for item, proposal in chosen:
            amounts.append_amount(
                proposal,
                Stage.budget_cmte,
                item.kept_won,
                decided_by=COMMITTEE,
                by=staff,
                reason_code=("not_in_source" if item.title else rng.choice(REASONS)) if item.touched else None,
                basis=Basis.inferred if item.title else Basis.synthetic,
                source_id=source.id,
            )
            lifecycle.move(proposal, fate(item), by=staff)


def fate(item: Item) -> Status:
    if not item.cut_won:
        return Status.unchanged
    return Status.partly_cut if item.kept_won else Status.zeroed


def sitting(cycle: Cycle, stage: Stage, body_ko: str, body_en: str, note: str) -> Sitting:
    return Sitting(
        cycle_id=cycle.id, stage=stage, body_ko=body_ko, body_en=body_en, decided_at=clock.now(), complete=True,
        note=note,
    )  # fmt: skip


def monitor(chosen: Pairs, source: Source, rng: random.Random) -> None:
    """Report the second quarter of 2019: how many stood where is published, which ones is made up."""
    kept = [pair for pair in chosen if pair[0].kept_won]
    rng.shuffle(kept)
    stands = [
        progress
        for progress in (Progress.done, Progress.on_track, Progress.push_needed)
        for _ in range(published(f"progress_{progress}"))
    ]
    with replaying(MONITORED):
        for (item, proposal), progress in zip(kept, stands, strict=True):
            part = {
                Progress.done: 100,
                Progress.on_track: rng.randint(40, 80),
                Progress.push_needed: rng.randint(5, 30),
            }
            spent_won = item.kept_won * part[progress] // 100 // 100_000 * 100_000
            db.session.add(
                Report(
                    proposal_id=proposal.id, year=2019, quarter=2, progress=progress, spent_won=spent_won,
                    basis=Basis.synthetic, reported_at=MONITORED,
                )
            )  # fmt: skip
            lifecycle.move(proposal, Status(progress))
    with replaying(seoul(2019, 12, 31, 18)):
        for item, proposal in kept:
            amounts.append_amount(
                proposal, Stage.executed, item.kept_won, decided_by=CITY, basis=Basis.inferred, source_id=source.id
            )
