"""Why an uploaded file is not taken."""

from app.core.errors import N_, RuleError


class FileRefused(RuleError):
    code = "file_refused"
    status = 400
    field = "file"


class WrongKind(FileRefused):
    code = "wrong_kind_of_file"
    sentence = N_("%(name)s: this kind of file is not taken. Allowed: %(allowed)s.")


class EmptyFile(FileRefused):
    code = "empty_file"
    sentence = N_("%(name)s: the file is empty.")


class BrokenFile(FileRefused):
    code = "broken_file"
    sentence = N_("%(name)s: the file is damaged and cannot be read. Save it anew and send it again.")


class ProtectedFile(FileRefused):
    code = "protected_file"
    sentence = N_("%(name)s: the file is protected with a password. Save it without one and send it again.")


class FileTooLarge(FileRefused):
    code = "file_too_large"
    sentence = N_("%(name)s: the file is too large. At most %(megabytes)s MB are taken.")
    status = 413


class PictureTooLarge(FileRefused):
    code = "picture_too_large"
    sentence = N_("%(name)s: the picture is too large. At most %(megapixels)s million pixels are taken.")
    status = 413


class ArchiveTooLarge(FileRefused):
    code = "archive_too_large"
    sentence = N_("%(name)s: unpacked, the document would be far too large.")
    status = 413
