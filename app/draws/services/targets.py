"""What people are told apart by, and how many of each value are to be drawn."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import audit
from app.core.db import db, transaction
from app.core.errors import N_, EditedByAnother, RuleError
from app.draws.models import Draw, DrawFeature, DrawState, DrawTarget
from app.draws.services import states
from voting.sortition.targets import joint_name, parts

Bounds = Mapping[int, tuple[int, int]]  # least and most by the id of a target


class FeatureTwice(RuleError):
    code = "feature_twice"
    sentence = N_("“%(feature)s” stands twice among what people are told apart by.")


class FeatureUnknown(RuleError):
    code = "feature_unknown"
    sentence = N_("A target speaks of “%(feature)s”, which people are not told apart by.")


class TargetTwice(RuleError):
    code = "target_twice"
    sentence = N_("“%(value)s” has two targets. Take one of them out.")


class LeastAboveMost(RuleError):
    code = "least_above_most"
    sentence = N_("For “%(value)s” the least, %(least)s, is above the most, %(most)s.")


class BelowNothing(RuleError):
    code = "below_nothing"
    sentence = N_("For “%(value)s” a negative number of seats is asked for.")


class AnnouncedTargets(RuleError):
    code = "announced_targets"
    sentence = N_("The targets are announced. They change only by a decision with its reason, or in a new attempt.")


@dataclass(frozen=True)
class TargetRow:
    """At least ``least`` and at most ``most`` seats for a value; a joint value joins its parts by " × "."""

    feature: str
    value: str
    name_ko: str
    name_en: str
    least: int
    most: int
    least_flex: int | None = None
    most_flex: int | None = None
    population: int | None = None
    why_ko: str = ""
    why_en: str = ""


def set_features(draw: Draw, features: Sequence[tuple[str, str, str]]) -> None:
    """Say what people are told apart by: code, Korean and English name of each. Raises ``FeatureTwice``."""
    codes = [code for code, _ko, _en in features]
    for code in codes:
        if codes.count(code) > 1:
            raise FeatureTwice(feature=code)
    with transaction():
        draw = _require_open(draw)
        draw.features.clear()
        db.session.flush()
        for position, (code, name_ko, name_en) in enumerate(features):
            draw.features.append(DrawFeature(code=code, name_ko=name_ko, name_en=name_en, position=position))
        audit.record("draw.features", of=("draw", draw.id), by=None, after=codes)


def set_targets(draw: Draw, rows: Sequence[TargetRow], by: Any) -> None:
    """Replace the targets; whether the pool can meet them is another question (``feasibility``).

    Raises ``AnnouncedTargets``, ``FeatureUnknown``, ``TargetTwice``, ``LeastAboveMost``, ``BelowNothing``.
    """
    with transaction():
        draw = _require_open(draw)
        _require_sound(draw, rows)
        before = bounds(draw)
        draw.targets.clear()
        db.session.flush()
        for position, row in enumerate(rows):
            draw.targets.append(_target(row, position))
        db.session.flush()
        audit.record("draw.targets", of=("draw", draw.id), by=by, before=before, after=bounds(draw))


def set_bounds(draw: Draw, bounds_of: Bounds, by: Any, *, seen: str | None = None) -> None:
    """Change least and most of targets by their ids, all or none.

    ``seen`` is the ``mark`` of the targets that were looked at. Raises ``EditedByAnother``, and as ``set_targets``.
    """
    with transaction():
        draw = _require_open(draw)
        if seen is not None and seen != mark(draw):
            raise EditedByAnother()
        before = bounds(draw)
        with db.session.no_autoflush:  # the database would refuse what is told in words below
            for target in draw.targets:
                target.least, target.most = bounds_of.get(target.id, (target.least, target.most))
            _require_sound(draw, draw.targets)
        if before != bounds(draw):
            audit.record("draw.targets", of=("draw", draw.id), by=by, before=before, after=bounds(draw))


def mark(draw: Draw) -> str:
    """Return what tells one state of the targets from another, for forms."""
    return hashlib.sha256(audit.canonical(bounds(draw))).hexdigest()[:16]


def bounds(draw: Draw) -> list[list[Any]]:
    """Return feature, value, least and most of every target, for the log."""
    return [[target.feature, target.value, target.least, target.most] for target in draw.targets]


def _require_open(draw: Draw) -> Draw:
    draw = states.require(draw.id, DrawState.preparing)
    if draw.announced:
        raise AnnouncedTargets()
    return draw


def _require_sound(draw: Draw, rows: Sequence[TargetRow | DrawTarget]) -> None:
    known, seen = {feature.code for feature in draw.features}, set()
    for row in rows:
        feature, value = joint_name(row.feature), joint_name(row.value)
        if unknown := [part for part in parts(feature) if part not in known]:
            raise FeatureUnknown(feature=unknown[0])
        if (feature, value) in seen:
            raise TargetTwice(value=row.name_ko)
        seen.add((feature, value))
        if row.least < 0 or row.most < 0:
            raise BelowNothing(value=row.name_ko)
        if row.least > row.most:
            raise LeastAboveMost(value=row.name_ko, least=row.least, most=row.most)


def _target(row: TargetRow, position: int) -> DrawTarget:
    return DrawTarget(
        feature=joint_name(row.feature), value=joint_name(row.value), name_ko=row.name_ko, name_en=row.name_en,
        least=row.least, most=row.most, least_flex=row.least_flex, most_flex=row.most_flex, population=row.population,
        why_ko=row.why_ko, why_en=row.why_en, position=position,
    )  # fmt: skip
