"""What callers of the ledger may be told."""

from core.errors import ErrorKind, PlatformError


class EntryNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "ledger_entry_not_found"


class CheckpointNotFound(PlatformError):
    """No checkpoint of this size was ever signed, or the log is still empty."""

    kind = ErrorKind.NOT_FOUND
    code = "ledger_checkpoint_not_found"
    fix = "List the checkpoints; a new log has its first one a second after its first entry."


class TileNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "ledger_tile_not_found"
    fix = "Ask only for tiles that the newest checkpoint covers, by the paths of C2SP tlog-tiles."


class SizesOutOfRange(PlatformError):
    kind = ErrorKind.INVALID
    code = "ledger_sizes_out_of_range"
    fix = "Send from >= 1 and from <= to <= the size of the newest checkpoint."


class EpochNotFound(PlatformError):
    """No signed checkpoint of the super-log covers this epoch, or the log had no slot in it yet."""

    kind = ErrorKind.NOT_FOUND
    code = "ledger_epoch_not_found"
    fix = "List the epochs; a new environment has its slot from the next epoch on."


class LeaderFenced(PlatformError):
    """Another sequencer moved this log; the one that hears this stops and asks to lead again."""

    kind = ErrorKind.UNAVAILABLE
    code = "ledger_leader_fenced"


class ForkRefused(PlatformError):
    """Signing would fork the log: a checkpoint of the same or a larger size, with another history, is out already."""

    kind = ErrorKind.PRECONDITION
    code = "ledger_fork_refused"
    fix = "The database is older than what was signed: restore a newer backup, and do not delete what guards this."


class LedgerCorrupt(PlatformError):
    """Rows of the log are missing or do not fit together."""

    kind = ErrorKind.INTERNAL
    code = "ledger_corrupt"


class RotationUnderWay(PlatformError):
    """One key at a time: the one appointed last must sign a checkpoint before the next is."""

    kind = ErrorKind.PRECONDITION
    code = "ledger_rotation_under_way"
    fix = "Wait a second for the next checkpoint, then ask again."


class KeyKindUnused(PlatformError):
    """A key that signs no checkpoint would be listed among those to pin, and whoever pinned it could verify nothing."""

    kind = ErrorKind.PRECONDITION
    code = "ledger_key_kind_unused"
    fix = "Rotate ed25519, or ask who runs the installation to set COUNTERMARK_LEDGER_ML_DSA=true."
