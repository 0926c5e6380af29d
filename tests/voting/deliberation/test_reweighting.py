"""Those who attended, weighted to the panel that was drawn."""

import pytest

from voting.deliberation.errors import BadInput
from voting.deliberation.reweighting import reweight_attended

PANEL = {
    f"{stance}{sex}{i}": {"stance": stance, "sex": sex}
    for stance, size in (("for", 40), ("against", 20))
    for sex in "fm"
    for i in range(size // 2)
}


def test_each_cell_gets_back_its_seats():
    away = {"forf0", "forf1", "forf2", "forf3", "againstm0"}
    found = reweight_attended(PANEL, set(PANEL) - away, ["stance", "sex"])
    seats = dict.fromkeys(("forf", "form", "againstf", "againstm"), 0.0)
    for person, weight in found.weights.items():
        seats[person.rstrip("0123456789")] += weight * found.panel / found.attended
    assert seats == pytest.approx({"forf": 20, "form": 20, "againstf": 10, "againstm": 10})
    assert found.largest == pytest.approx(20 / 16 * 55 / 60)
    assert found.raking.effective_size < 55


def test_full_attendance_needs_no_weights():
    assert set(reweight_attended(PANEL, PANEL, ["stance"]).weights.values()) == {1.0}


def test_cell_of_which_nobody_came_is_named_and_margins_are_the_way_out():
    here = [person for person in PANEL if not person.startswith("againstm")]
    with pytest.raises(BadInput, match="against · m"):
        reweight_attended(PANEL, here, ["stance", "sex"])
    found = reweight_attended(PANEL, here, ["stance", "sex"], method="margins")
    assert found.raking.converged
    assert {(row.value, round(row.share_after, 4)) for row in found.rows} >= {("against", 0.3333), ("m", 0.5)}


@pytest.mark.parametrize(
    ("attended", "features", "code"),
    [(["nobody"], ["sex"], "not_on_panel"), ([], ["sex"], "nobody"), (list(PANEL), ["dong"], "missing_value")],
)
def test_bad_lists_are_refused(attended, features, code):
    with pytest.raises(BadInput) as refused:
        reweight_attended(PANEL, attended, features)
    assert refused.value.code == code
