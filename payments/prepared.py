"""From a payment as sent to a row: keys derived, everything personal sealed under the customer's key. Pure, no I/O."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core.clock import to_micros
from payments.facts import LoginEvent, Transaction
from payments.movements import KEY_BYTES, Digest, Movement, SignIn, movement_of, sign_in_of
from payments.state import StateQuery
from tenants.vault import EnvironmentVault, SubjectKey

SEALED_TRANSACTION = "payment_transaction.sealed"
SEALED_LOGIN = "payment_login.sealed"

_encoder = msgspec.msgpack.Encoder()
_transactions = msgspec.msgpack.Decoder(Transaction)
_logins = msgspec.msgpack.Decoder(LoginEvent)


class PreparedTransaction(msgspec.Struct, frozen=True, gc=False):
    """One row, ready to be inserted.

    external: keyed digest of the caller's own id. payload: the payment as sent, encoded; what entries commit to.
    content: keyed digest of the payload. fingerprint: of customer, amount, time and description, when there is no id.
    """

    environment_id: UUID
    id: UUID
    customer: UUID
    external: bytes | None
    recorded_at: datetime
    method: str
    channel: str | None
    category: str | None
    gateway: str | None
    payload: bytes
    content: bytes
    fingerprint: bytes | None
    sealed: bytes
    movement: Movement


class PreparedLogin(msgspec.Struct, frozen=True, gc=False):
    environment_id: UUID
    id: UUID
    customer: UUID
    external: bytes | None
    recorded_at: datetime
    payload: bytes
    content: bytes
    sealed: bytes
    sign_in: SignIn


def prepare(
    transaction: Transaction,
    vault: EnvironmentVault,
    customer: UUID,
    key: SubjectKey,
    identity: UUID,
    recorded_at: datetime,
) -> PreparedTransaction:
    """Time goes to UTC, so that one moment is one content however its offset was written.

    customer: `vault.handle(transaction.customer_id)`. key: the customer's. identity: a fresh UUIDv7.
    """
    if transaction.occurred_at.tzinfo is not UTC:
        transaction = replace(transaction, occurred_at=transaction.occurred_at.astimezone(UTC))
    payload = _encoder.encode(transaction)
    content = content_key(vault.digest, payload)
    return PreparedTransaction(
        vault.scope_id,
        identity,
        customer,
        external_key(vault, transaction.id),
        recorded_at,
        transaction.method,
        transaction.channel,
        transaction.category,
        transaction.gateway,
        payload,
        content,
        None if transaction.id is not None else fingerprint_of(transaction, vault, customer),
        key.seal(SEALED_TRANSACTION, identity, payload),
        movement_of(transaction, vault.digest, content),
    )


def prepare_login(
    login: LoginEvent,
    vault: EnvironmentVault,
    customer: UUID,
    key: SubjectKey,
    identity: UUID,
    recorded_at: datetime,
) -> PreparedLogin:
    if login.occurred_at.tzinfo is not UTC:
        login = replace(login, occurred_at=login.occurred_at.astimezone(UTC))
    payload = _encoder.encode(login)
    return PreparedLogin(
        vault.scope_id,
        identity,
        customer,
        None if login.id is None else vault.digest("payments/login.id", login.id.encode())[:KEY_BYTES],
        recorded_at,
        payload,
        content_key(vault.digest, payload),
        key.seal(SEALED_LOGIN, identity, payload),
        sign_in_of(login, vault.digest),
    )


def query_of(prepared: PreparedTransaction) -> StateQuery:
    """The state that this payment is scored against: without itself."""
    movement = prepared.movement
    return StateQuery(
        prepared.environment_id,
        prepared.customer,
        movement.occurred_at,
        movement.currency,
        movement.merchant_key,
        movement.device_key,
        prepared.external,
    )


def query_for(transaction: Transaction, vault: EnvironmentVault, customer: UUID) -> StateQuery:
    """As `query_of`, of a payment that nothing is sealed for yet."""
    movement = movement_of(transaction, vault.digest)
    return StateQuery(
        vault.scope_id,
        customer,
        movement.occurred_at.astimezone(UTC),
        movement.currency,
        movement.merchant_key,
        movement.device_key,
        external_key(vault, transaction.id),
    )


def content_key(digest: Digest, payload: bytes) -> bytes:
    """The keyed digest that tells whether two payments under one own id are the same, and orders those of one instant."""
    return digest("payments/content", payload)[:KEY_BYTES]


def external_key(vault: EnvironmentVault, own_id: str | None) -> bytes | None:
    """The keyed digest under which a caller's own id of a transaction is found again."""
    return None if own_id is None else vault.digest("payments/transaction.id", own_id.encode())[:KEY_BYTES]


def open_transaction(key: SubjectKey, identity: UUID, sealed: bytes) -> Transaction:
    """Raises: SealBroken."""
    return _transactions.decode(key.open(SEALED_TRANSACTION, identity, sealed))


def categorized(transaction: Transaction, predicted: str | None) -> Transaction:
    """The payment with its predicted category, where the tenant told none."""
    if predicted is None or transaction.category is not None:
        return transaction
    return replace(transaction, category=predicted)


def open_login(key: SubjectKey, identity: UUID, sealed: bytes) -> LoginEvent:
    """Raises: SealBroken."""
    return _logins.decode(key.open(SEALED_LOGIN, identity, sealed))


def fingerprint_of(transaction: Transaction, vault: EnvironmentVault, customer: UUID) -> bytes:
    """What two payments share that look like one: customer, direction, amount, time and description. Time: in UTC."""
    facts = (
        f"{transaction.direction}{transaction.amount_minor}{transaction.currency}"
        f"{to_micros(transaction.occurred_at)}"
    )
    description = (transaction.description or "").encode()
    return vault.digest("payments/fingerprint", customer.bytes, facts.encode(), description)[:KEY_BYTES]
