"""Imports by table: an area says which columns it reads and how a row is applied; all else is here.

An area's ``services/imports.py`` defines and registers a kind::

    from app.core.imports import columns as read
    from app.core.imports.kinds import Column, Finding, ImportKind, Row, Target, register

    def record_row(row: Row, target: Target) -> tuple[str, object]:
        cut = record_cut(proposal_no(row["number"]), row["amount"], by=target.by)   # in the engine's transaction
        return "amount", cut.id                          # what was made, for the record and for undo

    def take_back(key: str) -> None:                     # raises a RuleError where something builds on it
        ...

    COUNCIL = register(ImportKind(
        code="council",
        title=N_("Decisions of the council"),
        permission=Permission.record_cut,
        columns=(
            Column("number", ("접수번호", "Receipt no."), read.whole_number, unique=True, example="123"),
            Column("amount", ("의결액", "Decided"), read.won, example="341,000,000"),
            Column("reason", ("이유", "Reason"), read.text, required=False),
        ),
        check=lambda rows, target: (Finding(row.number, "number", NoSuchNumber(number=row["number"]))
                                    for row in rows if unknown(row["number"], target)),
        apply=record_row,
        undo=take_back,
        rows=lambda target: ({"number": ..., "amount": ..., "reason": ...} for ... in ...),   # for the export
    ))

The area links to ``url_for("imports.new", kind="council", cycle_id=cycle.id)``; template, preview, carrying
out and undo need no code of its own. Exports: ``exports.csv_export(COUNCIL, target)``. Readers and
``apply`` know no request, so that a job can run them.
"""
