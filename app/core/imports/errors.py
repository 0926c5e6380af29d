"""What a file, a row or a cell gets told. Each names what to do; nothing is guessed and nothing changed."""

from app.core.errors import N_, RuleError
from app.core.sheets.errors import SheetError


class HeaderNotFound(SheetError):
    code = "header_not_found"
    sentence = N_("No row with the names of the columns was found. Needed are: %(needed)s.")


class ColumnsMissing(SheetError):
    code = "columns_missing"
    sentence = N_("Columns are missing: %(missing)s. Row %(row)s has: %(found)s.")


class ColumnTwice(SheetError):
    code = "column_twice"
    sentence = N_("Two columns say the same: %(names)s. Delete or rename one.")


class HeaderMerged(SheetError):
    code = "header_merged"
    sentence = N_("Cells in the row of column names are merged: %(ranges)s. Unmerge them, one name a column.")


class CellMissing(RuleError):
    code = "cell_missing"
    sentence = N_("This cell is empty, but needed.")


class CellMerged(RuleError):
    code = "cell_merged"
    sentence = N_("This row is part of merged cells (%(range)s). Unmerge them and fill in each row.")


class RowIsSubtotal(RuleError):
    code = "row_is_subtotal"
    sentence = N_("This row is a sum (%(text)s) and not an entry of its own.")


class RowIsFormulaRest(RuleError):
    code = "row_is_formula_rest"
    sentence = N_("This row has only what formulas leave behind (%(text)s) and is no entry.")


class RepeatedInFile(RuleError):
    code = "repeated_in_file"
    sentence = N_("%(text)s stands twice in this file: also in row %(other)s.")


class NotAWholeNumber(RuleError):
    code = "not_a_whole_number"
    sentence = N_("Not a whole number: %(text)s")


class NotADate(RuleError):
    code = "not_a_date"
    sentence = N_("Not a date: %(text)s. Write it as 2026-11-25.")


class NotYesOrNo(RuleError):
    code = "not_yes_or_no"
    sentence = N_("Neither yes nor no: %(text)s")


class NotAnEmail(RuleError):
    code = "not_an_email"
    sentence = N_("Not an e-mail address: %(text)s")


class TextTooLong(RuleError):
    code = "text_too_long"
    sentence = N_("Too long: %(length)s characters, at most %(most)s.")


class NotOneOf(RuleError):
    code = "not_one_of"
    sentence = N_("%(text)s is not known here. Known are: %(known)s.")


class ColumnUnknown(RuleError):
    code = "column_unknown"
    sentence = N_("The column %(name)s is not known and was not read.")


class RowsAboveHeader(RuleError):
    code = "rows_above_header"
    sentence = N_("The names of the columns stand in row %(row)s; what stands above was not read.")


class ReadInUnits(RuleError):
    code = "read_in_units"
    sentence = N_("Plain numbers in the column %(name)s were read in units of %(unit)s, as the file says.")


class ChangedSinceLooked(RuleError):
    code = "changed_since_looked"
    sentence = N_(
        "Since you looked, something changed that this file touches. Look at the new report and decide again."
    )


class NothingToTake(RuleError):
    code = "nothing_to_take"
    sentence = N_("No row of this file can be taken.")


class AlreadyCarriedOut(RuleError):
    code = "already_carried_out"
    sentence = N_("This import was already carried out.")


class AlreadyUndone(RuleError):
    code = "already_undone"
    sentence = N_("This import was already undone, or never carried out.")


class BuiltUpon(RuleError):
    """Raised by a kind's ``undo``, or by ``undo_all`` with the ``key`` of what cannot be taken back."""

    code = "built_upon"
    sentence = N_("Row %(row)s cannot be taken back: something was done with it since.")
