"""What is wrong with a file that cannot be read as rows."""

from app.core.errors import N_, RuleError


class SheetError(RuleError):
    """The file cannot be read. Nothing was taken from it."""

    code = "sheet"
    status = 422
    field = "file"


class SheetEmpty(SheetError):
    code = "sheet_empty"
    sentence = N_("There are no rows in this file.")


class SheetLocked(SheetError):
    code = "sheet_locked"
    sentence = N_("This file has a password. Save it without one and send it again.")


class SheetUnknown(SheetError):
    code = "sheet_unknown"
    sentence = N_("This is not a spreadsheet that can be read. Save it as XLSX or CSV and send it again.")


class SheetIsWebPage(SheetError):
    """Many offices' "download for Excel" is an HTML table named .xls."""

    code = "sheet_is_web_page"
    sentence = N_("This file is a web page with the name of a spreadsheet. Open it, save it as XLSX and send it again.")


class SheetTooLarge(SheetError):
    code = "sheet_too_large"
    sentence = N_("This file is too large: at most %(rows)s rows and %(megabytes)s MB when unpacked.")
    status = 413


class SheetTextUnreadable(SheetError):
    code = "sheet_text_unreadable"
    sentence = N_("The letters in this file cannot be read. Save it as CSV UTF-8 or as XLSX and send it again.")


class SheetHidden(SheetError):
    code = "sheet_hidden"
    sentence = N_("The file has hidden sheets: %(names)s. Show or delete them, so that all that is taken can be seen.")


class SheetsSeveral(SheetError):
    code = "sheets_several"
    sentence = N_("The file has several sheets with rows: %(names)s. Keep the one to be taken and delete the others.")
