"""From a prediction to an answer: rules, reasons, and the payload that the ledger entry commits to."""

import functools
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

import msgspec

from core.ids import public
from inference.answering.kinds import Answered
from inference.answering.registry import ANSWERS
from inference.answering.transaction_anomaly import Comparison
from inference.asks import Ask, region_of
from inference.catalogue import Answer, UseCase, points_of
from inference.certainty import Confidence
from inference.class_reasons import ClassReasons, Told
from inference.declared.columns import filled
from inference.entities import (
    Decision,
    DecisionAnswer,
    Explanation,
    Facts,
    NoEvent,
    Payload,
    Seen,
    UsedRules,
    WrittenPayload,
)
from inference.event_kinds import EVENTS
from inference.fact_reasons import FactReasons
from inference.inputs import InputValue
from inference.mixed_columns import own_inputs
from inference.predictions import Prediction
from inference.reasons import Reason, currency_of
from inference.rule_lists import About, Known, seen_by
from inference.runtime_mark import runtime_mark
from ledger.receipts import Receipt
from payments.facts import Transaction
from payments.ingest import RecordedTransaction
from rules.evaluation import RuleResult
from rules.facts import LISTS, SUPPRESSED, SUPPRESSED_RULES
from rules.suppressed import is_suppressed, suppressed_rules

PAYLOAD_VERSION = 1
MILLION = 1_000_000
ADDITIVE = 1e-3

encode = msgspec.json.Encoder().encode
StoredPayload: TypeAlias = Payload[Answer, msgspec.Struct]


def decode_payload(use_case: UseCase, stored: bytes) -> StoredPayload:
    """Read the payload of a decision back."""
    return _decoder(use_case.answer, use_case.input).decode(stored)


@functools.cache
def _decoder(answer: str, about: str) -> msgspec.json.Decoder[StoredPayload]:
    """Make a decoder for one kind of answer and event: msgspec refuses a union of Structs."""
    event_type = EVENTS[about].facts if about in EVENTS else NoEvent
    declared = Payload[ANSWERS[answer].fields, event_type]  # type: ignore[misc, valid-type]  # values of the catalogue
    return cast("msgspec.json.Decoder[StoredPayload]", msgspec.json.Decoder(declared))


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An answer before its receipt.

    written: the answer as JSON, as it stands in the payload. payload: the exact bytes that are committed to.
    score: millionths.
    """

    answer: DecisionAnswer[Answer]
    written: bytes
    explanation: Explanation | None
    outcome: str
    score: int | None
    degraded: bool
    payload: bytes
    run_us: int | None


def draft(ask: Ask, prediction: Prediction | None, recorded: RecordedTransaction | None) -> Draft:
    """Put a prediction through the rules and write everything down but the receipt."""
    duplicate = recorded is not None and recorded.duplicate_of is not None
    answered = None if prediction is None else answer_of(ask, prediction)
    explained = prediction
    if prediction is not None and answered is not None and prediction.rows:
        explained = prediction.rows[answered.explained]
    classes = ask.deployed.classes
    told = None if classes is None or answered is None else told_of(ask, classes, explained, answered)
    reasons = [] if explained is None or answered is None else _reasons(ask, explained, answered, told)
    fields = None if answered is None else answered.answer
    seen = ask.seen if ask.known is None else _seen(ask, ask.known)
    result = decide(ask, explained, fields, reasons, duplicate=duplicate, seen=seen)
    if ask.magic is not None:
        result = ask.magic.ruled(result)
    answer = _answer(ask, explained, fields, reasons, result, recorded)
    written = encode(answer)
    return Draft(
        answer=answer,
        written=written,
        explanation=_explanation(ask, explained, told) if ask.command.include_features else None,
        outcome=result.outcome,
        score=None if explained is None else round(said_of(explained, fields) * MILLION),
        degraded=answer.degraded,
        payload=_payload(ask, prediction, explained, written, seen),
        run_us=None if prediction is None else prediction.run_us,
    )


def answer_of(ask: Ask, prediction: Prediction) -> Answered:
    """Make the use case's own fields of the scores of all rows: of a tenant's own columns, whatever facts came beside them for
    rules and declared features, what such a version tells."""
    rows = prediction.rows or (prediction,)
    manifest = ask.deployed.version.manifest
    if ask.use_case.compares:
        event: msgspec.Struct | None = _comparison(ask)
    else:
        event = ask.command.event if manifest.inputs == "facts" else None
    return ask.use_case.kind.answer(event, ask.decided_at, rows, manifest.classes, ask.deployed.version)


def _comparison(ask: Ask) -> Comparison | None:
    """What an answer about a payment is compared with; None where there are columns alone."""
    payment = ask.command.transaction
    if payment is None:
        return None
    of_features = ask.deployed.version.manifest.inputs == "facts"
    return Comparison(amount_minor=payment.amount_minor, of_features=of_features, population=ask.population)


class Decided(msgspec.Struct, frozen=True):
    """An answer with its promise, as structs and as bytes. written, receipt_written: the JSON of answer and receipt."""

    answer: DecisionAnswer[Answer]
    written: bytes
    receipt: Receipt
    receipt_written: bytes
    explanation: Explanation | None = None

    def decision(self) -> Decision[Answer]:
        return Decision(
            **msgspec.structs.asdict(self.answer),
            entry_id=self._entry_id,
            receipt=self.receipt,
            explanation=self.explanation,
        )

    def json(self) -> bytes:
        """What `decision` is in JSON, of the very bytes that the ledger's entry commits to."""
        return b'%b,"entry_id":"%b","receipt":%b,"explanation":%b}' % (
            self.written[:-1],
            self._entry_id.encode(),
            self.receipt_written,
            b"null" if self.explanation is None else encode(self.explanation),
        )

    @property
    def _entry_id(self) -> str:
        return "ent" + self.answer.id[3:]


def _seen(ask: Ask, known: Known) -> Seen:
    about = About(vault=ask.vault, customer=ask.customer, command=ask.command, beside=ask.beside)
    return seen_by(ask.ruleset, known, about, ask.decided_at)


def decide(
    ask: Ask,
    prediction: Prediction | None,
    fields: Answer | None,
    reasons: list[Reason],
    *,
    duplicate: bool,
    seen: Seen | None = None,
) -> RuleResult:
    """Run the rules; without a prediction, take the outcome that the ruleset declares for that."""
    if prediction is None:
        return RuleResult(ask.ruleset.fallback, (), (), degraded=True)
    facts = rule_facts(ask, prediction, fields, reasons, duplicate=duplicate)
    if seen is not None:
        facts |= seen_facts(seen, reasons)
    return ask.ruleset.evaluate(facts)


def rule_facts(
    ask: Ask, prediction: Prediction, fields: Answer | None, reasons: list[Reason], *, duplicate: bool
) -> dict[str, object]:
    """What a rule may see, by the names of `rules.facts`. Time is when it was decided, not when it is evaluated."""
    transaction = ask.command.transaction
    probability = said_of(prediction, fields)
    return {
        "use_case": ask.use_case.name,
        "mode": ask.caller.mode,
        "decided_at": ask.decided_at,
        "score": probability,
        "probability": probability,
        "points": points_of(prediction.margin),
        "reasons": [reason.code for reason in reasons],
        "answer": fields,
        "features": _Features(ask, prediction),
        "inputs": ask.command.inputs or {},
        "transaction": None if transaction is None else _Payment(transaction, duplicate=duplicate),
        "segment": ask.command.segment,
        "region": region_of(ask),
    }


def seen_facts(seen: Seen, reasons: Sequence[Reason]) -> dict[str, object]:
    """What rules are told of lists and suppressions, by the names of `rules.facts`."""
    causes = [reason.code for reason in reasons]
    return {
        LISTS: seen.lists,
        SUPPRESSED: is_suppressed(seen.silences, causes),
        SUPPRESSED_RULES: suppressed_rules(seen.silences, causes),
    }


def said_of(prediction: Prediction, fields: Answer | None) -> float:
    """The probability that the answer says: the score's own, unless the facts settle it."""
    said = getattr(fields, "probability", None)
    return said if isinstance(said, float) else prediction.probability


def _confidence(ask: Ask, prediction: Prediction, fields: Answer | None) -> Confidence:
    said = said_of(prediction, fields)
    if said == prediction.probability:
        return prediction.confidence
    return ask.deployed.version.confidence(said)


class _Features:
    """Features as rules see them: named only when a rule asks, which most rulesets do not."""

    def __init__(self, ask: Ask, prediction: Prediction) -> None:
        self._ask = ask
        self._prediction = prediction

    def __getattr__(self, name: str) -> object:
        if name in self._ask.computed:
            return self._ask.computed[name]
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
    values: list[float | None] = prediction.row.tolist()
    if math.isnan(sum(cast("list[float]", values))):
        return [None if value != value else value for value in values]  # noqa: PLR0124 - NaN
    return values


def _answer(
    ask: Ask,
    prediction: Prediction | None,
    fields: Answer | None,
    reasons: list[Reason],
    result: RuleResult,
    recorded: RecordedTransaction | None,
) -> DecisionAnswer[Answer]:
    ruleset = ask.ruleset
    duplicate_of = None if recorded is None else recorded.duplicate_of
    return DecisionAnswer(
        id=public("dec", ask.decision_id),
        use_case=ask.use_case.name,
        outcome=result.outcome,
        answer=fields,
        confidence=None if prediction is None else _confidence(ask, prediction, fields),
        reasons=reasons,
        model=ask.deployed.used,
        rules=UsedRules(version_id=ruleset.public_id, digest=ruleset.digest_text, notes=_notes(ask, result)),
        degraded=prediction is None or result.degraded,
        transaction_id=None if recorded is None else public("txn", recorded.id),
        duplicate_of=None if duplicate_of is None else public("txn", duplicate_of),
        decided_at=ask.decided_at,
    )


def _notes(ask: Ask, result: RuleResult) -> list[str]:
    """A default's notes in the caller's language; a ruleset of the tenant's own is quoted as it was written."""
    language = ask.command.language
    if language == "en" or ask.ruleset.version_id is not None:
        return list(result.notes)
    words = ask.use_case.translations[language].notes
    return [words.get(note, note) for note in result.notes]


def told_of(
    ask: Ask, classes: ClassReasons | FactReasons, prediction: Prediction | None, answered: Answered
) -> Told | None:
    """Say what spoke for the class that was named, by the facts or by what the question's columns hold.

    prediction: the row that is explained. Returns: None where the model named no class.
    """
    if prediction is None or answered.chosen is None:
        return None
    if isinstance(classes, ClassReasons):
        said = ask.said or classes.read(_inputs_of(ask))
        return classes.tell(said, prediction, answered.chosen)
    if ask.command.event is None:
        return None
    return classes.tell(ask.command.event, answered.explained, prediction, answered.chosen)


def _inputs_of(ask: Ask) -> Mapping[str, InputValue]:
    """The columns of the version, of what was sent and filled in."""
    sent = own_inputs(ask.deployed.version.manifest, ask.command.inputs or {})
    return filled(sent, ask.computed, ask.deployed.computed)


def _reasons(ask: Ask, prediction: Prediction, answered: Answered, told: Told | None) -> list[Reason]:
    """What was found comes first, then the strongest shares of the score."""
    command = ask.command
    currency = command.transaction.currency if command.transaction is not None else currency_of(command.event)
    wording = ask.deployed.wording
    language = command.language
    found = [wording.finding(each, currency=currency, language=language) for each in answered.findings]
    if told is not None and ask.deployed.classes is not None:
        return found + ask.deployed.classes.reasons(told, language)
    shares = wording.reasons(prediction.row, prediction.contributions, currency=currency, language=language)
    return found + shares if found else shares


def _explanation(ask: Ask, prediction: Prediction | None, told: Told | None) -> Explanation | None:
    if prediction is None:
        return None
    version = ask.deployed.version
    if told is not None:
        return Explanation(
            margin=prediction.margin,
            base_value=told.shares.base_value,
            features=features_of(ask, prediction),
            contributions=dict(told.shares.columns),
        )
    parts = prediction.contributions.tolist()
    additive = abs(version.base_value + sum(parts) - prediction.margin) <= ADDITIVE
    return Explanation(
        margin=prediction.margin,
        base_value=version.base_value,
        features=features_of(ask, prediction),
        contributions=dict(zip(version.features, parts, strict=True))
        if additive and not version.explained_later
        else {},
    )


def _payload(
    ask: Ask,
    prediction: Prediction | None,
    explained: Prediction | None,
    written: bytes,
    seen: Seen | None,
) -> bytes:
    command = ask.command
    rows = () if prediction is None else prediction.rows or (prediction,)
    margin = None if explained is None or not math.isfinite(explained.margin) else explained.margin
    return encode(
        WrittenPayload(
            v=PAYLOAD_VERSION,
            facts=Facts(
                use_case=command.use_case,
                mode=ask.caller.mode,
                transaction=command.transaction,
                customer_id=command.customer_id,
                transactions=command.transactions,
                segment=command.segment,
                event=command.event,
                inputs=command.inputs,
                language=command.language,
                computed=ask.computed or None,
                population=ask.population,
                region=None if command.transaction is not None and command.region is None else region_of(ask),
                seen=seen,
                magic=ask.magic,
            ),
            features=[value for row in rows for value in _values(row)],
            margin=margin,
            answer=msgspec.Raw(written),
            runtime=runtime_mark() if prediction is None else prediction.runtime or runtime_mark(),
        )
    )
