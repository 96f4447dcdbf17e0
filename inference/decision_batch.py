"""One tick of the decision path: one transaction for all its requests.

claim keys → read subjects and states → features → score → explain → rules → write payments, decisions, entries → commit.
Nothing is answered before the commit, and nothing of it is half-written: a request that fails on its data fails the
whole transaction, and the tick queue tries the others again without it.
"""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import PlatformError
from core.ids import uuid7_at
from inference import answers, decision_store
from inference.answers import Decided, Draft
from inference.asks import Ask, region_of
from inference.decision_store import DecisionRow, KeyClaim, KeysClaimed, Recorded, SubjectKeyGone
from inference.pasts import reading
from inference.predictions import Prediction, predict_many
from inference.question_features import features, query_of, state_sent
from inference.rule_shadows import RuleOffer, RuleShadows
from inference.shadows import Offer, Shadows, offers_of
from inference.together import read_states
from ledger.receipts import Receipt, ReceiptSigner, Statement
from ledger.receipts import encode as encode_receipt
from payments import ingest, prepared
from payments.entities import TransactionConflict
from payments.ingest import RecordedTransaction
from payments.prepared import PreparedTransaction
from payments.state import CustomerState, StateQuery
from tenants import subjects
from tenants.vault import SubjectKey

SEALED_PAYLOAD = "decision.sealed"
MERGE_DELAY_MAX = dt.timedelta(seconds=60)


class KeyTaken(PlatformError):
    """Another process decided for this idempotency key first; its answer is the answer. Never leaves the package."""

    code = "key_taken"


class DecisionBatch:
    """The handler of the tick queue."""

    def __init__(
        self,
        database: Database,
        signer: ReceiptSigner,
        clock: Clock,
        shadows: Shadows,
        rule_shadows: RuleShadows,
    ) -> None:
        self._database = database
        self._signer = signer
        self._shadows = shadows
        self._rule_shadows = rule_shadows
        self._clock = clock

    async def close(self) -> None:
        """Wait for the shadows of what was decided."""
        await self._shadows.close()
        await self._rule_shadows.close()

    async def decide(self, asks: Sequence[Ask]) -> list[Decided | PlatformError]:
        """Answer each question, in order. One whose key was taken gets `KeyTaken`."""
        keys = _open_keys(asks)
        if keys is not None:
            with contextlib.suppress(SubjectKeyGone, KeysClaimed):
                if any(is_stateful(ask) for ask in asks):
                    return await self._decide_in_steps(asks, keys)
                return [*await self._decide_at_once(asks, keys)]
        return await self._decide_in_steps(asks, None)

    async def _decide_at_once(self, asks: Sequence[Ask], keys: Sequence[SubjectKey]) -> list[Decided]:
        """Decide what needs nothing from the database: one call writes it all. Raises: SubjectKeyGone, KeysClaimed."""
        predictions = _predict(asks, [state_sent(ask) for ask in asks])
        made = self._make(asks, keys, predictions, [None] * len(asks))
        await decision_store.record_at_once(self._database, _claims(asks), made.rows)
        self._shadows.take(made.offers)
        self._rule_shadows.take(made.ruled)
        return made.decided

    async def _decide_in_steps(
        self, asks: Sequence[Ask], keys: Sequence[SubjectKey] | None
    ) -> list[Decided | PlatformError]:
        """Decide in one transaction. keys: None to read them. Raises: SubjectKeyGone."""
        async with self._database.transaction(list({ask.environment_id for ask in asks})) as tx:
            taken = await _claim_keys(tx, asks)
            live = [at for at, ask in enumerate(asks) if ask.decision_id not in taken]
            held = None if keys is None else [keys[at] for at in live]
            made = await self._decide(tx, [asks[at] for at in live], held) if live else _Made([], [], [], [])
        self._shadows.take(made.offers)
        self._rule_shadows.take(made.ruled)
        decided = iter(made.decided)
        return [
            KeyTaken("This key was decided elsewhere.") if ask.decision_id in taken else next(decided)
            for ask in asks
        ]

    async def _decide(
        self, tx: Transaction, asks: Sequence[Ask], keys: Sequence[SubjectKey] | None
    ) -> "_Made":
        held = await _subject_keys(tx, asks) if keys is None else keys
        asks = await reading.filled(tx, asks)
        payments = [_prepare(ask, key) for ask, key in zip(asks, held, strict=True)]
        predictions = _predict(asks, await _states(tx, asks, payments))
        made = self._make(asks, held, predictions, await _record(tx, payments))
        await decision_store.record(tx, made.rows)
        return made

    def _make(
        self,
        asks: Sequence[Ask],
        keys: Sequence[SubjectKey],
        predictions: Sequence[Prediction | None],
        payments: Sequence[RecordedTransaction | None],
    ) -> "_Made":
        """From predictions to rows and answers, signed; no I/O."""
        drafts = [
            answers.draft(ask, prediction, payment)
            for ask, prediction, payment in zip(asks, predictions, payments, strict=True)
        ]
        entries = [
            intake.encode(_entry(ask, draft, key)) for ask, draft, key in zip(asks, drafts, keys, strict=True)
        ]
        decided = [
            Decided(draft.answer, draft.written, receipt, encode_receipt(receipt), draft.explanation)
            for draft, receipt in zip(drafts, self._sign(asks, entries), strict=True)
        ]
        return _Made(
            rows=[_row(*each) for each in zip(asks, drafts, keys, payments, entries, decided, strict=True)],
            decided=decided,
            offers=offers_of(asks, predictions, payments),
            ruled=self._rule_shadows.offers_of(asks, predictions, drafts),
        )

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


@dataclasses.dataclass(frozen=True, slots=True)
class _Made:
    """rows: to be written. decided: to be answered, once they are. Both in the order of the questions.

    offers, ruled: to the shadows of versions and of rulesets, after that.
    """

    rows: list[Recorded]
    decided: list[Decided]
    offers: list[Offer]
    ruled: Sequence[RuleOffer]


def _claims(asks: Sequence[Ask]) -> list[KeyClaim]:
    return [
        KeyClaim(ask.environment_id, ask.command.key_hash, ask.command.fingerprint, ask.decision_id)
        for ask in asks
        if ask.command.key_hash is not None
    ]


async def _claim_keys(tx: Transaction, asks: Sequence[Ask]) -> set[UUID]:
    """Claim the idempotency keys of the tick. Returns: the decisions that must not be made."""
    claims = _claims(asks)
    if not claims:
        return set()
    won = await decision_store.claim_keys(tx, claims)
    taken = {claim.decision_id for claim in claims if claim.decision_id not in won}
    return taken | {ask.decision_id for ask in asks if ask.call in taken}


def is_stateful(ask: Ask) -> bool:
    """Say whether a question needs something from the database, or writes more than its decision."""
    if ask.command.transaction is not None or ask.past is not None or ask.past_of_shadow is not None:
        return True
    return ask.columns is None and ask.command.transactions is None


def _open_keys(asks: Sequence[Ask]) -> list[SubjectKey] | None:
    """Return the customers' keys if all of them are open already."""
    found = [ask.vault.find_open(ask.customer) for ask in asks]
    held = [key for key in found if key is not None]
    return held if len(held) == len(found) else None


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


def _prepare(ask: Ask, key: SubjectKey) -> PreparedTransaction | None:
    if ask.command.transaction is None:
        return None
    return prepared.prepare(
        ask.command.transaction, ask.vault, ask.customer, key, uuid7_at(ask.decided_at), ask.decided_at
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
            found[at] = state_sent(ask)
        elif payment is not None:
            queries[at] = prepared.query_of(payment)
        else:
            queries[at] = query_of(ask)
    for at, state in (await read_states(tx, queries, asks)).items():
        found[at] = state
    return found


def _predict(asks: Sequence[Ask], customer_states: Sequence[CustomerState | None]) -> list[Prediction | None]:
    """Score what was not scored on a model server before the tick."""
    predictions = [None if ask.scored is None else ask.scored.prediction for ask in asks]
    here = [at for at, ask in enumerate(asks) if ask.scored is None]
    rows = [features(asks[at], customer_states[at]) for at in here]
    found = predict_many([asks[at].deployed.version for at in here], rows)
    for at, prediction in zip(here, found, strict=True):
        predictions[at] = prediction
    return predictions


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
        at=ask.decided_at - ask.ahead,
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
    decided: Decided,
) -> Recorded:
    row = DecisionRow(
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
        receipt=decided.receipt_written,
        sealed=key.seal(SEALED_PAYLOAD, ask.decision_id, draft.payload),
        deployment_id=ask.deployed.deployment_id,
        role=ask.deployed.role,
        run_us=draft.run_us,
        region=decision_store.place_of(ask.vault, "region", region_of(ask)),
        segment=decision_store.place_of(ask.vault, "segment", ask.command.segment),
    )
    return Recorded(row, entry, key.wrapped)
