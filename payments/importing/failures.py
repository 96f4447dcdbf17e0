"""Why a file as a whole is not taken. What is wrong with one row is a `Finding` of its report."""

from core.errors import ErrorKind, PlatformError


class ImportRefused(PlatformError):
    """The file cannot be read by this mapping; nothing of it was recorded."""

    kind = ErrorKind.INVALID
    code = "import_refused"
    fix = "Correct the mapping or the file; `POST /api/v1/import-mappings/propose` shows how the file can be read."
