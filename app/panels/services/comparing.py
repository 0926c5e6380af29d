"""The designs side by side: seats of each letter, who could be drawn, and the mean chance of everybody in it."""

from collections import Counter
from dataclasses import dataclass

from app.core.errors import RuleError
from app.panels.models import Panel
from app.panels.services import blinding, designs, drawing, pools, sealing
from app.panels.services.designs import Cell, Plan
from app.panels.services.population import Feature


@dataclass(frozen=True)
class Side:
    """One design: its cells by letter, or why it is not possible."""

    plan: Plan
    cells: list[Cell]
    refusal: RuleError | None

    @property
    def lowest(self) -> Cell | None:
        """The letter whose people have the least chance; those without a seat have none."""
        known = [cell for cell in self.cells if cell.people]
        return min(known, key=lambda cell: cell.chance or 0, default=None)

    @property
    def highest(self) -> Cell | None:
        known = [cell for cell in self.cells if cell.people]
        return max(known, key=lambda cell: cell.chance or 0, default=None)


@dataclass(frozen=True)
class Comparison:
    """All designs; what is the same in all of them; who is left out whichever is chosen, by reason."""

    sides: list[Side]
    others: list[tuple[Feature, list[Cell]]]
    people: int
    left_out: Counter[str]


def compare(panel: Panel) -> Comparison:
    """Lay the designs side by side. Raises as ``drawing.survey_for_the_draw``, ``PanelTooSmall``."""
    survey = drawing.survey_for_the_draw(panel)
    rows = pools.rows(panel, survey, set(blinding.letters_of(panel)))
    available = pools.available(rows)
    totals, sides = sealing.shares_for_the_draw(survey), []
    for plan in designs.PLANS:
        try:
            sides.append(Side(plan, designs.stance_cells(plan, panel, totals, available), None))
        except designs.PanelTooSmall as refusal:
            sides.append(Side(plan, [], refusal))
    left_out = available[pools.LEFT_OUT]
    others = designs.other_cells(panel, available)
    return Comparison(sides, others, len(rows) - left_out.total(), left_out)
