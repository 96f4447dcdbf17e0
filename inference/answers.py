"""From a prediction to an answer: rules, reasons, and the payload that the ledger entry commits to."""

import dataclasses
import math
from typing import cast

import msgspec

from core.ids import public
from inference.asks import Ask
from inference.catalogue import Answer, CreditAnswer, ProbabilityAnswer, UseCase, points_of
from inference.entities import (
    Decision,
    DecisionAnswer,
    Explanation,
    Facts,
    Payload,
    UsedModel,
    UsedRules,
)
from inference.predictions import Prediction
from inference.reasons import Reason
from inference.runtime_mark import runtime_mark
from ledger.receipts import Receipt
from payments.facts import Transaction
from payments.ingest import RecordedTransaction
from rules.evaluation import RuleResult

PAYLOAD_VERSION = 1
MILLION = 1_000_000

_json = msgspec.json.Encoder()


# One decoder for each type of answer: msgspec refuses a union of two Structs.
_probability = msgspec.json.Decoder(Payload[ProbabilityAnswer])
_credit = msgspec.json.Decoder(Payload[CreditAnswer])


def decode_payload(use_case: UseCase, stored: bytes) -> Payload[Answer]:
    """Read the payload of a decision back."""
    decoder = _credit if use_case.answer == "credit" else _probability
    return cast("Payload[Answer]", decoder.decode(stored))


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its receipt. payload: the exact bytes that are committed to. score: millionths."""

    answer: DecisionAnswer[Answer]
    explanation: Explanation | None
    outcome: str
    score: int | None
    degraded: bool
    payload: bytes


def draft(ask: Ask, prediction: Prediction | None, recorded: RecordedTransaction | None) -> Draft:
    """Put a prediction through the rules and write everything down but the receipt."""
    duplicate_of = None if recorded is None else recorded.duplicate_of
    reasons = [] if prediction is None else _reasons(ask, prediction)
    result = decide(ask, prediction, reasons, duplicate=duplicate_of is not None)
    answer = _answer(ask, prediction, reasons, result, recorded)
    return Draft(
        answer=answer,
        explanation=_explanation(ask, prediction) if ask.command.include_features else None,
        outcome=result.outcome,
        score=None if prediction is None else round(prediction.probability * MILLION),
        degraded=answer.degraded,
        payload=_payload(ask, prediction, answer),
    )


def finish(draft: Draft, receipt: Receipt) -> Decision[Answer]:
    return Decision(
        **msgspec.structs.asdict(draft.answer),
        entry_id="ent" + draft.answer.id[3:],
        receipt=receipt,
        explanation=draft.explanation,
    )


def decide(ask: Ask, prediction: Prediction | None, reasons: list[Reason], *, duplicate: bool) -> RuleResult:
    """Run the rules; without a prediction, take the outcome that the ruleset declares for that."""
    if prediction is None:
        return RuleResult(ask.ruleset.fallback, (), (), degraded=True)
    return ask.ruleset.evaluate(rule_facts(ask, prediction, reasons, duplicate=duplicate))


def rule_facts(
    ask: Ask, prediction: Prediction, reasons: list[Reason], *, duplicate: bool
) -> dict[str, object]:
    """What a rule may see, by the names of `rules.facts`. Time is when it was decided, not when it is evaluated."""
    transaction = ask.command.transaction
    return {
        "use_case": ask.use_case.name,
        "mode": ask.caller.mode,
        "decided_at": ask.decided_at,
        "score": prediction.probability,
        "probability": prediction.probability,
        "points": points_of(prediction.margin),
        "reasons": [reason.code for reason in reasons],
        "features": _Features(ask, prediction),
        "inputs": ask.command.inputs or {},
        "transaction": None if transaction is None else _Payment(transaction, duplicate=duplicate),
    }


class _Features:
    """Features as rules see them: named only when a rule asks, which most rulesets do not."""

    def __init__(self, ask: Ask, prediction: Prediction) -> None:
        self._ask = ask
        self._prediction = prediction

    def __getattr__(self, name: str) -> float | None:
        return features_of(self._ask, self._prediction).get(name)


class _Payment:
    """A payment as rules see it: its own fields, and whether it looks like a duplicate."""

    __slots__ = ("_transaction", "duplicate")

    def __init__(self, transaction: Transaction, *, duplicate: bool) -> None:
        self._transaction = transaction
        self.duplicate = duplicate

    def __getattr__(self, name: str) -> object:
        return getattr(self._transaction, name)


def features_of(ask: Ask, prediction: Prediction) -> dict[str, float | None]:
    """The vector by name, None where missing."""
    return dict(zip(ask.deployed.version.features, _values(prediction), strict=True))


def _values(prediction: Prediction) -> list[float | None]:
    return [None if math.isnan(value) else value for value in prediction.row.tolist()]


def _answer(
    ask: Ask,
    prediction: Prediction | None,
    reasons: list[Reason],
    result: RuleResult,
    recorded: RecordedTransaction | None,
) -> DecisionAnswer[Answer]:
    version, ruleset = ask.deployed, ask.ruleset
    duplicate_of = None if recorded is None else recorded.duplicate_of
    return DecisionAnswer(
        id=public("dec", ask.decision_id),
        use_case=ask.use_case.name,
        outcome=result.outcome,
        answer=None
        if prediction is None
        else ask.use_case.answer_of(prediction.margin, prediction.probability),
        confidence=None if prediction is None else prediction.confidence,
        reasons=reasons,
        model=UsedModel(version_id=public("ver", version.version_id), digest=version.version.digest.hex()),
        rules=UsedRules(
            version_id=None if ruleset.version_id is None else public("rsv", ruleset.version_id),
            digest=ruleset.digest.hex(),
            notes=list(result.notes),
        ),
        degraded=prediction is None or result.degraded,
        transaction_id=None if recorded is None else public("txn", recorded.id),
        duplicate_of=None if duplicate_of is None else public("txn", duplicate_of),
        decided_at=ask.decided_at,
    )


def _reasons(ask: Ask, prediction: Prediction) -> list[Reason]:
    transaction = ask.command.transaction
    currency = None if transaction is None else transaction.currency
    return ask.deployed.wording.reasons(prediction.row, prediction.contributions, currency=currency)


def _explanation(ask: Ask, prediction: Prediction | None) -> Explanation | None:
    if prediction is None:
        return None
    version = ask.deployed.version
    return Explanation(
        margin=prediction.margin,
        base_value=version.base_value,
        features=features_of(ask, prediction),
        contributions=dict(zip(version.features, prediction.contributions.tolist(), strict=True)),
    )


def _payload(ask: Ask, prediction: Prediction | None, answer: DecisionAnswer[Answer]) -> bytes:
    command = ask.command
    return _json.encode(
        Payload(
            v=PAYLOAD_VERSION,
            facts=Facts(
                use_case=command.use_case,
                mode=ask.caller.mode,
                transaction=command.transaction,
                customer_id=command.customer_id,
                transactions=command.transactions,
                inputs=command.inputs,
            ),
            features=[] if prediction is None else _values(prediction),
            margin=None if prediction is None or not math.isfinite(prediction.margin) else prediction.margin,
            answer=answer,
            runtime=runtime_mark(),
        )
    )
