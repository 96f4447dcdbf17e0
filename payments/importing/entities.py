"""Mappings and imports as their use cases give them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from payments.facts import Direction, Method
from payments.importing.balances import Order
from payments.importing.definition import MappingDefinition
from payments.importing.reading import Reading

ImportState = Literal["queued", "running", "completed", "failed", "cancelled"]
ImportPhase = Literal["waiting", "checking", "recording", "ended"]
OnRefused = Literal["skip", "stop"]
FINAL_STATES: frozenset[ImportState] = frozenset({"completed", "failed", "cancelled"})


class MappingNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "import_mapping_not_found"


class MappingNameTaken(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "import_mapping_name_taken"
    fix = "Choose another name, or replace the mapping that has it."


class ImportNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "import_not_found"


class ImportTooLarge(PlatformError):
    kind = ErrorKind.INVALID
    code = "import_too_large"
    fix = "Split the statement by date and send the parts; rows of both come in once."


class ImportUnderWay(PlatformError):
    """It cannot be cancelled: its rows are being recorded, or it has ended."""

    kind = ErrorKind.PRECONDITION
    code = "import_under_way"
    fix = "An import can be cancelled until its rows are being recorded."


class ImportNotReady(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "import_not_ready"
    fix = "Wait until the import has ended; only a dry run has a preview."


class ImportMapping(msgspec.Struct, frozen=True, kw_only=True):
    """version: grows with each replacement. digest: keyed, of the definition; what ledger entries name."""

    id: UUID
    version: int
    definition: MappingDefinition
    digest: bytes
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


class ImportFailure(msgspec.Struct, frozen=True):
    code: str
    message: str
    fix: str


class ImportCounts(msgspec.Struct, frozen=True, kw_only=True):
    """rows: payments in the file. done: of them, recorded or found. recorded: new. existing: were here before. conflicts: are here
    with other content. duplicates: of the new, those that look like another one. categorized: those whose category was predicted.
    refused, skipped: lines that are no payment.
    """

    rows: int = 0
    done: int = 0
    recorded: int = 0
    existing: int = 0
    conflicts: int = 0
    duplicates: int = 0
    categorized: int = 0
    refused: int = 0
    skipped: int = 0


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What the look at the whole file found. first_day, last_day: of its payments, as written. balances_checked: pairs that were
    compared; balance_breaks: of them, those that do not follow from each other.
    """

    reading: Reading
    order: Order
    balances_checked: int
    balance_breaks: int
    first_day: date | None
    last_day: date | None


class ImportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """customer_id: whose statement it is; instead of the mapping's. on_refused: whether a refused row refuses the whole file."""

    dry_run: bool = False
    customer_id: str | None = None
    on_refused: OnRefused = "skip"


class StatementImport(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    state: ImportState
    phase: ImportPhase
    mapping_id: UUID
    mapping_version: int
    dry_run: bool
    on_refused: OnRefused
    counts: ImportCounts
    checked: Checked | None
    bytes_total: int
    input_sha256: bytes
    failure: ImportFailure | None
    revision: int
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class PreviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as it would be recorded. reference: the bank's own."""

    line: int
    occurred_at: datetime
    amount_minor: int
    currency: str
    direction: Direction
    method: Method
    customer_id: str | None
    description: str | None
    payee_id: str | None
    category: str | None
    reference: str | None
    balance_minor: int | None
