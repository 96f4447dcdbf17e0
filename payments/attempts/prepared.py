"""From an attempt as sent to a row: what is the caller's own sealed, the rest in columns. Pure, no I/O."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from core.errors import FieldError
from core.ids import parse
from payments import fact_checks
from payments.attempts.facts import AttemptFact, Result
from payments.attempts.failure_codes import cause_of
from tenants.vault import EnvironmentVault

SEALED = "gateway_attempt.sealed"
_encoder = msgspec.msgpack.Encoder()
_names = msgspec.msgpack.Decoder(tuple[str, str])


class PreparedAttempt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row, ready to be inserted. content: keyed digest of what never changes. payload: what the ledger's entry commits to."""

    id: UUID
    external: bytes
    payment: bytes
    choice_id: UUID | None
    gateway: str
    method: str
    bank: str
    amount_minor: int
    currency: str
    started_at: datetime
    recorded_at: datetime
    content: bytes
    sealed: bytes
    payload: bytes
    result: Result
    error_code: str
    fault: bool
    cost_minor: int
    latency_ms: int | None
    finished_at: datetime | None

    @property
    def settled_at(self) -> datetime | None:
        return None if self.result == "pending" else self.recorded_at


def prepare(fact: AttemptFact, vault: EnvironmentVault, row_id: UUID, now: datetime) -> PreparedAttempt:
    """Raises: InvalidId for a choice that is none."""
    failed = fact.result == "failed"
    cause = fact.cause or cause_of(fact.error_code)
    fixed = (fact.id, fact.payment_id, fact.choice_id, fact.gateway, fact.method, fact.bank,
             fact.amount_minor, fact.currency, fact.started_at.astimezone(UTC))  # fmt: skip
    return PreparedAttempt(
        id=row_id,
        external=vault.digest("gateway_attempt.id", fact.id.encode()),
        payment=payment_key(vault, fact.payment_id),
        choice_id=None if fact.choice_id is None else parse("gch", fact.choice_id),
        gateway=fact.gateway,
        method=fact.method,
        bank=fact.bank or "",
        amount_minor=fact.amount_minor,
        currency=fact.currency,
        started_at=fact.started_at.astimezone(UTC),
        recorded_at=now,
        content=vault.digest("gateway_attempt.content", _encoder.encode(fixed)),
        sealed=vault.seal_tenant(SEALED, row_id, _encoder.encode((fact.id, fact.payment_id))),
        payload=_encoder.encode(fact),
        result=fact.result,
        error_code=(fact.error_code or "unknown") if failed else "",
        fault=failed and cause == "gateway",
        cost_minor=fact.cost_minor,
        latency_ms=fact.latency_ms,
        finished_at=None if fact.finished_at is None else fact.finished_at.astimezone(UTC),
    )


def payment_key(vault: EnvironmentVault, payment_id: str) -> bytes:
    """Return what stands for a payment in every table: a keyed digest of the caller's own id."""
    return vault.digest("gateway_attempt.payment", payment_id.encode())


def names_of(vault: EnvironmentVault, row_id: UUID, sealed: bytes) -> tuple[str, str]:
    """Return the caller's own ids: of the try, of the payment."""
    return _names.decode(vault.open_tenant(SEALED, row_id, sealed))


def problems_of(fact: AttemptFact, now: datetime, path: str = "") -> list[FieldError]:
    """Name what types cannot refuse: times, currencies, and a code or a cause of what did not fail."""
    found = [
        FieldError(each.field.removeprefix("."), each.reason, each.fix)
        for each in fact_checks.problems_of(fact, now, path)
    ]
    place = f"{path}." if path else ""
    if fact.result != "failed":
        found += [
            FieldError(f"{place}{name}", "Only what failed has one.", "Leave it out, or say `failed`.")
            for name in ("error_code", "cause")
            if getattr(fact, name) is not None
        ]
    if fact.finished_at is not None and fact.finished_at < fact.started_at:
        found.append(
            FieldError(f"{place}finished_at", "It is before the start.", "Send a later time, or none.")
        )
    return found
