from app.core.imports import carrying_out
from app.core.imports.kinds import Target, kind_called
from app.council.services import board
from app.proposals.models import Status
from tests.builders import an_account
from tests.council.builders import before_the_council

HEAD = "접수번호,단계,금액,의결 기구,의결일,이유 갈래,이유\n"


def look(cycle, text: str):
    by = an_account("council_staff")
    target = Target(cycle.id, by)
    batch = carrying_out.look_at(text.encode("cp949"), "의회.csv", kind_called("council"), target)
    return batch, carrying_out.report_of(batch, by), by


def decided(cycle) -> str:
    phase = next(phase for phase in cycle.phases if phase.kind == "council")
    return phase.opens_at.date().isoformat()


def test_a_table_of_the_council_is_taken_whole_and_can_be_undone(app):
    cycle, (one, two) = before_the_council(100_000_000, 200_000_000)
    text = (
        HEAD
        + f"{one.receipt_no},상임위,6천만원,산업건설위원회,{decided(cycle)},,\n{two.receipt_no},상임위,0,산업건설위원회,{decided(cycle)},overlap,겹침\n"
    )
    batch, report, by = look(cycle, text)
    assert (report.rows_in, len(report.taken)) == (2, 2)
    carrying_out.carry_out(batch.id, mark=report.mark, by=by)
    assert (one.status, two.status) == (Status.partly_cut, Status.zeroed)
    carrying_out.undo(batch.id, by=by, why="다른 해의 표였습니다.")
    assert (one.status, two.status) == (Status.in_bill, Status.in_bill)
    assert [item.steps for item in board.items_of(cycle)] == [(), ()]


def test_rows_that_do_not_fit_are_named_and_nothing_is_written_by_looking(app):
    cycle, (one,) = before_the_council(100_000_000)
    day = decided(cycle)
    text = HEAD + (
        f"{one.receipt_no},상임위,1O0,산업건설위원회,{day},,\n"
        f"2099-0001,상임위,100,산업건설위원회,{day},,\n"
        f"{one.receipt_no},구의회,100,산업건설위원회,{day},,\n"
    )
    _, report, _ = look(cycle, text)
    assert {(finding.row, finding.column) for finding in report.findings} >= {
        (2, "amount_won"), (3, "receipt_no"), (4, "stage"),
    }  # fmt: skip
    assert one.status is Status.in_bill
