"""One tick of the decision path: one transaction for all its requests.

claim keys → read subjects and states → features → score → explain → rules → write payments, decisions, entries → commit.
Nothing is answered before the commit, and nothing of it is half-written: a request that fails on its data fails the
whole transaction, and the tick queue tries the others again without it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import PlatformError
from core.ids import uuid7
from inference import answers, decision_store, histories
from inference.answers import Draft
from inference.asks import Ask
from inference.catalogue import Answer
from inference.decision_store import DecisionRow, KeyClaim
from inference.entities import Decision
from inference.features.sets import FEATURE_SETS
from inference.predictions import Prediction, predict_many
from ledger.receipts import Receipt, ReceiptSigner, Statement
from payments import ingest, prepared, states
from payments.entities import TransactionConflict
from payments.ingest import RecordedTransaction
from payments.prepared import PreparedTransaction
from payments.state import CustomerState, StateQuery
from tenants import subjects
from tenants.vault import SubjectKey

SEALED_PAYLOAD = "decision.sealed"
MERGE_DELAY_MAX = dt.timedelta(seconds=60)

_encode_receipt = msgspec.json.Encoder().encode


class KeyTaken(PlatformError):
    """Another process decided for this idempotency key first; its answer is the answer. Never leaves the package."""

    code = "key_taken"


class DecisionBatch:
    """The handler of the tick queue."""

    def __init__(self, database: Database, signer: ReceiptSigner, clock: Clock) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock

    async def decide(self, asks: Sequence[Ask]) -> list[Decision[Answer] | PlatformError]:
        """Answer each question, in order. One whose key was taken gets `KeyTaken`."""
        async with self._database.transaction(list({ask.environment_id for ask in asks})) as tx:
            taken = await _claim_keys(tx, asks)
            live = [ask for ask in asks if ask.decision_id not in taken]
            decided = iter(await self._decide(tx, live) if live else ())
        return [
            KeyTaken("This key was decided elsewhere.") if ask.decision_id in taken else next(decided)
            for ask in asks
        ]

    async def _decide(self, tx: Transaction, asks: Sequence[Ask]) -> list[Decision[Answer]]:
        keys = await _subject_keys(tx, asks)
        payments = [_prepare(ask, key, self._clock) for ask, key in zip(asks, keys, strict=True)]
        customer_states = await _states(tx, asks, payments)
        predictions = _predict(asks, customer_states)
        recorded = await _record(tx, payments)
        drafts = [
            answers.draft(ask, prediction, payment)
            for ask, prediction, payment in zip(asks, predictions, recorded, strict=True)
        ]
        entries = [
            intake.encode(_entry(ask, draft, key)) for ask, draft, key in zip(asks, drafts, keys, strict=True)
        ]
        receipts = self._sign(asks, entries)
        rows = [_row(*each) for each in zip(asks, drafts, keys, recorded, entries, receipts, strict=True)]
        await decision_store.insert_many(tx, rows)
        await intake.append_encoded(
            tx,
            [(ask.environment_id, ask.decision_id, entry) for ask, entry in zip(asks, entries, strict=True)],
        )
        return [answers.finish(draft, receipt) for draft, receipt in zip(drafts, receipts, strict=True)]

    def _sign(self, asks: Sequence[Ask], entries: Sequence[bytes]) -> list[Receipt]:
        """One signature for the whole tick; each receipt carries its path to it."""
        now = self._clock.now()
        return self._signer.sign_batch(
            [
                Statement(
                    log=ask.environment_id,
                    leaf=intake.leaf_hash(entry),
                    eid=ask.decision_id,
                    issued_at=now,
                    due=now + MERGE_DELAY_MAX,
                )
                for ask, entry in zip(asks, entries, strict=True)
            ]
        )


async def _claim_keys(tx: Transaction, asks: Sequence[Ask]) -> set[UUID]:
    """Claim the idempotency keys of the tick. Returns: the decisions that must not be made."""
    claims = [
        KeyClaim(ask.environment_id, ask.command.key_hash, ask.command.fingerprint, ask.decision_id)
        for ask in asks
        if ask.command.key_hash is not None
    ]
    if not claims:
        return set()
    won = await decision_store.claim_keys(tx, claims)
    return {claim.decision_id for claim in claims if claim.decision_id not in won}


async def _subject_keys(tx: Transaction, asks: Sequence[Ask]) -> list[SubjectKey]:
    """Open each customer's key; make it for those nobody has heard of."""
    refs = [(ask.environment_id, ask.customer) for ask in asks]
    known = await subjects.find_many(tx, refs)
    missing = {ref: ask for ref, ask in zip(refs, asks, strict=True) if ref not in known}
    if missing:
        drafts = [
            subjects.draft(ask.vault, ask.subject_id, ask.customer, ask.decided_at)[1]
            for ask in missing.values()
        ]
        known |= await subjects.ensure_many(tx, drafts)
    return [ask.vault.unwrap(ask.customer, known[ref]) for ask, ref in zip(asks, refs, strict=True)]


def _prepare(ask: Ask, key: SubjectKey, clock: Clock) -> PreparedTransaction | None:
    if ask.command.transaction is None:
        return None
    return prepared.prepare(
        ask.command.transaction, ask.vault, ask.customer, key, uuid7(clock), ask.decided_at
    )


async def _states(
    tx: Transaction, asks: Sequence[Ask], payments: Sequence[PreparedTransaction | None]
) -> list[CustomerState | None]:
    """Read the states that features need, in one statement; a history that was sent along stands in for what is stored."""
    found: list[CustomerState | None] = [None] * len(asks)
    queries: dict[int, StateQuery] = {}
    for at, (ask, payment) in enumerate(zip(asks, payments, strict=True)):
        if ask.columns is not None:
            continue
        if ask.command.transactions is not None:
            found[at] = histories.state_of(ask)
        elif payment is not None:
            queries[at] = prepared.query_of(payment)
        else:
            queries[at] = StateQuery(ask.environment_id, ask.customer, ask.decided_at)
    read = await states.read_many(tx, list(queries.values()))
    for at, state in zip(queries, read, strict=True):
        found[at] = state
    return found


def _predict(asks: Sequence[Ask], customer_states: Sequence[CustomerState | None]) -> list[Prediction | None]:
    rows = [_features(ask, state) for ask, state in zip(asks, customer_states, strict=True)]
    return predict_many([ask.deployed.version for ask in asks], rows)


def _features(ask: Ask, state: CustomerState | None) -> NDArray[np.float32]:
    """float32[n_features] of one question: from the tenant's columns, or from facts and state."""
    if ask.columns is not None:
        return ask.columns
    if state is None:
        raise ValueError("a question without columns has a state")
    feature_set = FEATURE_SETS[ask.deployed.version.manifest.feature_set]
    transaction = ask.command.transaction
    matrix = feature_set.compute([state], [] if transaction is None else [transaction])
    return cast("NDArray[np.float32]", matrix[0])


async def _record(
    tx: Transaction, payments: Sequence[PreparedTransaction | None]
) -> list[RecordedTransaction | None]:
    """Insert the payments that are new and count them in their customers' states. Raises: TransactionConflict."""
    rows = [payment for payment in payments if payment is not None]
    results = await ingest.record_many(tx, rows)
    for result in results:
        if result.conflict:
            raise TransactionConflict("This transaction id is taken by a payment of other content.")
    in_order = iter(results)
    return [None if payment is None else next(in_order) for payment in payments]


def _entry(ask: Ask, draft: Draft, key: SubjectKey) -> intake.Entry:
    return intake.Entry(
        typ="decision.v1",
        log=ask.environment_id,
        eid=ask.decision_id,
        at=ask.decided_at,
        act=ask.caller.id,
        out=draft.outcome,
        model=ask.deployed.version.digest,
        rules=ask.ruleset.digest,
        score=draft.score,
        pc=(key.commit(ask.decision_id, draft.payload),),
    )


def _row(
    ask: Ask,
    draft: Draft,
    key: SubjectKey,
    recorded: RecordedTransaction | None,
    entry: bytes,
    receipt: Receipt,
) -> DecisionRow:
    return DecisionRow(
        environment_id=ask.environment_id,
        id=ask.decision_id,
        use_case=ask.use_case.name,
        version_id=ask.deployed.version_id,
        ruleset_version_id=ask.ruleset.version_id,
        customer=ask.customer,
        transaction_id=None if recorded is None else recorded.id,
        outcome=draft.outcome,
        score=draft.score,
        degraded=draft.degraded,
        decided_at=ask.decided_at,
        leaf_hash=intake.leaf_hash(entry),
        receipt=_encode_receipt(receipt),
        sealed=key.seal(SEALED_PAYLOAD, ask.decision_id, draft.payload),
    )
