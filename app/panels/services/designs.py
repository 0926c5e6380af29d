"""Ways to share the seats among the stances, laid side by side before one is chosen.

*Proportional*: as many seats of each stance as its weighted share. *Equal*: as many of each stance. *Two sides*: as many
of each stance that may be chosen at the end, none of the others. Sex, age and district follow the population in all, and
within each stance (``within_stances``).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.core.errors import N_, RuleError
from app.draws.services.preparing import TargetRow
from app.panels.models import Design, Panel, Survey
from app.panels.services import blinding, population, sealing
from app.panels.services.population import Feature
from voting.sortition.apportionment import largest_remainder


@dataclass(frozen=True)
class Plan:
    """A design: the stances, by code, that get seats."""

    code: str
    design: Design
    name: str  # marked by N_
    only_final: bool = False


PLANS = (
    Plan("proportional", Design.proportional, N_("In proportion to the first survey")),
    Plan("equal", Design.equal, N_("As many of each stance")),
    Plan("two_sides", Design.equal, N_("As many of each side, nobody else"), only_final=True),
)


class PanelTooSmall(RuleError):
    code = "panel_too_small"
    sentence = N_(
        "%(seats)s seats are fewer than this design needs: “%(value)s” would get none. At least %(least)s are needed."
    )


class NoSuchPlan(RuleError):
    code = "no_such_plan"
    sentence = N_("Choose one of the designs.")
    field = "plan"


@dataclass(frozen=True)
class Cell:
    """One value in one design: seats, people who could be drawn, and the mean chance of each (seats over people)."""

    name_ko: str
    name_en: str
    seats: int
    people: int

    @property
    def chance(self) -> Fraction | None:
        return Fraction(self.seats, self.people) if self.people else None

    @property
    def is_short(self) -> bool:
        return self.people < self.seats


def plan_called(code: str) -> Plan:
    """Return a design by its code. Raises ``NoSuchPlan``."""
    found = next((plan for plan in PLANS if plan.code == code), None)
    if found is None:
        raise NoSuchPlan()
    return found


def with_seats(plan: Plan, panel: Panel) -> set[str]:
    """Return the codes of the stances that get seats."""
    return {stance.code for stance in panel.stances if stance.final or not plan.only_final}


def seats_by_letter(plan: Plan, panel: Panel, totals: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the seats of each letter by the weighted ``totals``, nought where the design gives none. Raises ``PanelTooSmall``."""
    letters, chosen = blinding.letters_of(panel), with_seats(plan, panel)
    weights = {
        letters[stance.code]: _weight(plan, totals.get(stance.code, Fraction(0)))
        for _letter, stance in blinding.in_order(panel)
        if stance.code in chosen
    }
    if not any(weights.values()):
        raise PanelTooSmall(seats=panel.seats, value="–", least=len(chosen))
    seats = largest_remainder(weights, panel.seats)
    _require_all(seats, panel.seats)
    return dict.fromkeys(sorted(letters.values()), 0) | seats


def seats_by_value(feature: Feature, seats: int) -> dict[str, int]:
    """Return the seats of each value in proportion to the population. Raises ``PanelTooSmall``."""
    found = largest_remainder(feature.people, seats)
    _require_all(found, seats, {value: names[0] for value, names in feature.values.items()})
    return found


def targets(plan: Plan, panel: Panel, survey: Survey) -> list[TargetRow]:
    """Return the targets of a design: exact seats of each letter, sex, age and district. Raises ``PanelTooSmall``."""
    why = (f"의견 글자의 뜻은 밝힐 때까지 봉인합니다. SHA-256: {panel.blind_hash}",
           f"What the letters stand for is sealed until the end. SHA-256: {panel.blind_hash}")  # fmt: skip
    rows = [
        TargetRow(population.STANCE, letter, f"의견 {letter}", f"Stance {letter}", n, n, why_ko=why[0], why_en=why[1])
        for letter, n in seats_by_letter(plan, panel, sealing.shares_for_the_draw(survey)).items()
        if n
    ]
    for feature in population.features_of(panel):
        for value, n in seats_by_value(feature, panel.seats).items():
            ko, en = feature.values[value]
            rows.append(
                TargetRow(
                    feature.code, value, ko, en, n, n, least_flex=max(n - 1, 0), most_flex=n + 1,
                    population=feature.people[value], why_ko=REGISTER[0], why_en=REGISTER[1],
                )
            )  # fmt: skip
    return rows


REGISTER = (
    f"{population.YEAR}년 말 주민등록 인구(20세 이상)에 비례",
    f"In proportion to registered residents aged 20 and over, end of {population.YEAR}",
)


def stance_cells(
    plan: Plan, panel: Panel, totals: Mapping[str, Fraction], available: Mapping[str, Counter[str]]
) -> list[Cell]:
    """Return seats, people and chance of each letter."""
    people = available.get(population.STANCE, Counter())
    return [
        Cell(f"의견 {letter}", f"Stance {letter}", n, people[letter])
        for letter, n in seats_by_letter(plan, panel, totals).items()
    ]


def other_cells(panel: Panel, available: Mapping[str, Counter[str]]) -> list[tuple[Feature, list[Cell]]]:
    """Return seats, people and chance of each sex, age and district: the same in every design."""
    return [
        (
            feature,
            [
                Cell(*feature.values[value], n, available.get(feature.code, Counter())[value])
                for value, n in seats_by_value(feature, panel.seats).items()
            ],
        )
        for feature in population.features_of(panel)
    ]


def _weight(plan: Plan, total: Fraction) -> Fraction:
    return total if plan.design is Design.proportional else Fraction(1)


def _require_all(seats: Mapping[str, int], size: int, names: Mapping[str, str] | None = None) -> None:
    """A value without a seat would leave its people without a chance: that is for a person to decide, not to happen."""
    empty = next((value for value, n in seats.items() if n == 0), None)
    if empty is not None:
        raise PanelTooSmall(seats=size, value=(names or {}).get(empty, empty), least=len(seats))
