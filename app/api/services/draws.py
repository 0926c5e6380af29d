"""Draws as JSON: targets, chances and their proof, commitment, public value, where the files are."""

from typing import Any

from app.draws.models import Draw, Relaxation
from app.draws.services import finding, sealing

Record = dict[str, Any]
FIGURES = ("pool", "types", "panels", "min_chance", "max_chance", "best_min_chance", "gap", "gini", "worst_loss")


def all_draws() -> list[Record]:
    """Return every draw, the newest first: rehearsals and what was given up too."""
    return [_short(draw) for draw in finding.all_draws()]


def one_draw(draw_id: int) -> Record:
    """Return one draw whole. Raises ``NotFound``."""
    draw = finding.draw_numbered(draw_id)
    figures = draw.figures or {}
    sealed = sealing.is_sealed(draw)  # the survey's answers: counts and chances follow when the seal is opened
    certificate = {name: figures.get(name) for name in FIGURES} | {"bound": figures.get("bound")}
    return _short(draw) | {
        "method": draw.method,
        "rule": draw.rule,
        "reserves": draw.reserves,
        "one_per_home": draw.one_per_home,
        "features": [{"code": one.code, "name_ko": one.name_ko, "name_en": one.name_en} for one in draw.features],
        "targets": [_target(draw, place) for place, _ in sealing.open_targets(draw)],
        "relaxations": [] if sealed else [_relaxed(row) for row in draw.relaxations],
        "certificate": certificate if figures and not sealed else None,
        "sealed": sealed,
        "commitment": draw.commitment,
        "committed_at": draw.committed_at.isoformat() if draw.committed_at else None,
        "announced": draw.announced,
        "seed": draw.value,
        "witnesses": draw.witnesses if draw.value else None,
    }


def _short(draw: Draw) -> Record:
    return {
        "id": draw.id,
        "title_ko": draw.title_ko,
        "title_en": draw.title_en,
        "subject": draw.subject,
        "attempt": draw.attempt,
        "is_test": draw.is_test,
        "synthetic": draw.synthetic,
        "size": draw.size,
        "state": draw.state.value,
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "abandoned_why": draw.abandoned_why,
        "prepared": f"/draws/{draw.id}/prepared.json" if draw.commitment else None,
        "transcript": f"/draws/{draw.id}/transcript.json" if draw.drawn_at else None,
    }


def _relaxed(row: Relaxation) -> Record:
    return {
        "feature": row.feature,
        "value": row.value,
        "before": [row.least_before, row.most_before],
        "after": [row.least_after, row.most_after],
        "why": row.why,
        "at": row.decided_at.isoformat(),
    }


def _target(draw: Draw, place: int) -> Record:
    target, figures = draw.targets[place], draw.figures or {}
    return {
        "feature": target.feature,
        "value": target.value,
        "name_ko": target.name_ko,
        "name_en": target.name_en,
        "min": target.least,
        "max": target.most,
        "population": target.population,
        "people": figures["people"][place] if "people" in figures else None,
        "drawn": figures["drawn"][place] if "drawn" in figures else None,
    }
