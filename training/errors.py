"""What can go wrong while a version is made. Each message names the column, row or tree it is about."""

from core.errors import ErrorKind, PlatformError


class UnsupportedModel(PlatformError):
    kind = ErrorKind.INVALID
    code = "unsupported_model"
    fix = "Train with numeric columns, missing values as NaN, one output and boosting=gbdt."


class ParityFailed(PlatformError):
    """The exported graph or tables do not say what the fitted model says: the version must not exist."""

    kind = ErrorKind.INTERNAL
    code = "parity_failed"
    fix = "Do not deploy this version; report the model and the named row."


class DatasetRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "dataset_refused"
    fix = "Correct or exclude the named columns and train again."


class TableRefused(DatasetRefused):
    """A file to be scored: nothing is trained, and nothing was written."""

    code = "table_refused"
    fix = "Correct the file and score it again."


class FolderNotEmpty(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "folder_not_empty"
    fix = "Name a new folder with --out, or overwrite the version in it with --force."
