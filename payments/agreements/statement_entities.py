"""Commission statements as they are kept, and what may be refused about them."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from payments.agreements.statement_facts import NewCommissionStatement, Reckoned, StatementStatus


class StatementStep(msgspec.Struct, frozen=True):
    """note: None where none was told, or once the partner was erased."""

    id: UUID
    status: StatementStatus
    reason: str
    note: str | None
    at: datetime
    by: str


class StoredStatement(msgspec.Struct, frozen=True):
    """statement, reckoned: None once the partner was erased."""

    id: UUID
    statement: NewCommissionStatement | None
    reckoned: Reckoned | None
    agreement_id: UUID
    currency: str
    starts_at: datetime
    ends_at: datetime
    status: StatementStatus
    payable_minor: int
    difference_minor: int | None
    reasons: list[str]
    replaces: UUID | None
    replaced_by: UUID | None
    recorded_at: datetime


class StatementWithSteps(msgspec.Struct, frozen=True):
    stored: StoredStatement
    steps: list[StatementStep]


class StatementNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "commission_statement_not_found"
    fix = "Check the id, and that the credential is of the environment that recorded it."


class StatementConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "commission_statement_conflict"
    fix = "A statement never changes. Send a correction under an id of its own, with `replaces`."


class PeriodStated(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "commission_period_stated"
    fix = "List the partner's statements; name the one that this corrects in `replaces`."


class StatementReplaced(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "commission_statement_replaced"
    fix = "Work on the statement that `replaced_by` names."


class StatementNotOpen(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "commission_statement_not_open"
    fix = "A statement that says what was paid can be disputed once, and settled once. One that does not is corrected first."
