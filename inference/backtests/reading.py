"""What rules read of a stored decision, and what its money is counted by: nothing else of its payload is decoded.

The facts are put together as `inference.answers.rule_facts` does for a decision in the making, out of what was stored of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, cast

import msgspec
from msgspec import UNSET, UnsetType

from inference.catalogue import UseCase, points_of
from inference.entities import Inputs, Seen
from inference.event_kinds import EVENTS
from payments.facts import Transaction
from rules.facts import LISTS, SUPPRESSED, SUPPRESSED_RULES
from rules.suppressed import is_suppressed, suppressed_rules

MILLION = 1_000_000
FEATURES, INPUTS, ANSWER, TRANSACTION = "features", "inputs", "answer", "transaction"
_COUNTED = ("amount_minor", "currency", "method", "region")
"""Fields of a payment or an event that money is counted by."""
_DUPLICATE = "duplicate"
_NOTHING: Mapping[str, object] = {}
_UNSEEN = Seen()


class _Reason(msgspec.Struct, frozen=True):
    code: str


class Facts(Protocol):
    """What is there depends on what is read."""

    mode: str
    transaction: msgspec.Struct | None
    event: msgspec.Struct | None
    segment: str | None
    region: str | None
    inputs: Inputs | None
    computed: Inputs | None
    seen: Seen | None


class Answer(Protocol):
    answer: msgspec.Struct | None
    reasons: tuple[_Reason, ...]
    duplicate_of: str | None


class Payload(Protocol):
    facts: Facts
    features: list[float | None]
    margin: float | None
    answer: Answer


class Vector(msgspec.Struct, frozen=True):
    """Where the features that rules read stand in what a version scored. width: of one row."""

    places: Mapping[str, int]
    width: int


class Then(msgspec.Struct, frozen=True):
    """What a decision's row says beside its payload.

    score: in millionths. vector: of the version that scored it. row: which of the scored rows the decision explains.
    silenced: whether its ruleset read what is suppressed, so that the payload holds it.
    """

    score: int
    decided_at: datetime
    vector: Vector
    row: int
    silenced: bool


class Counted(msgspec.Struct, frozen=True):
    """What a decision is counted by. amount: in minor units, 0 where there is no currency."""

    amount: int
    currency: str | None
    region: str | None
    segment: str | None
    method: str | None


class Reading:
    """Reads payloads of one use case for rulesets that read these facts."""

    def __init__(self, use_case: UseCase, facts: Iterable[str]) -> None:
        names = tuple(dict.fromkeys(facts))
        self.features = _of_group(names, FEATURES)
        self._use_case = use_case
        self._plain = frozenset(name for name in names if "." not in name)
        self._inputs = _of_group(names, INPUTS)
        self._answer = _of_group(names, ANSWER)
        self._payment = tuple(name for name in _of_group(names, TRANSACTION) if name != _DUPLICATE)
        self._lists = _of_group(names, LISTS)
        self.suppressed = bool({SUPPRESSED, SUPPRESSED_RULES} & self._plain)
        self._duplicate = f"{TRANSACTION}.{_DUPLICATE}" in names
        fields = {field.name for field in msgspec.structs.fields(use_case.kind.fields)}
        self._said = "probability" in fields and bool({"score", "probability"} & self._plain)
        self._decoder = msgspec.json.Decoder(self._payload())

    def decode(self, written: bytes) -> Payload:
        """Raises: msgspec.ValidationError where it was written in a form of which this release knows nothing."""
        return cast("Payload", self._decoder.decode(written))

    def vector(self, features: Sequence[str]) -> Vector:
        """features: the names of what a version scores, in order."""
        places = {name: place for place, name in enumerate(features)}
        return Vector({name: places[name] for name in self.features if name in places}, len(features))

    def facts(self, payload: Payload, then: Then, missing: list[str]) -> dict[str, object]:
        """Put the facts together that rules read. missing: is told those that are not held by the payload."""
        plain = self._plain
        facts: dict[str, object] = {"use_case": self._use_case.name, "decided_at": then.decided_at}
        if "mode" in plain:
            facts["mode"] = payload.facts.mode
        if "score" in plain or "probability" in plain:
            said = getattr(payload.answer.answer, "probability", None) if self._said else None
            facts["score"] = facts["probability"] = said if isinstance(said, float) else then.score / MILLION
        if "points" in plain:
            margin = payload.margin
            facts["points"] = None if margin is None else points_of(margin)
        if "reasons" in plain:
            facts["reasons"] = [reason.code for reason in payload.answer.reasons]
        if "segment" in plain:
            facts["segment"] = payload.facts.segment
        if "region" in plain:
            facts["region"] = _region(payload.facts)
        if self._answer:
            facts[ANSWER] = self._answered(payload.answer.answer, missing)
        if self.features:
            facts[FEATURES] = self._featured(payload, then, missing)
        if self._inputs:
            facts[INPUTS] = self._sent(payload.facts.inputs or _NOTHING, missing)
        if self._payment or self._duplicate:
            facts[TRANSACTION] = self._paid(payload)
        if self._lists or self.suppressed:
            facts |= self._seen(payload, missing, silenced=then.silenced)
        return facts

    def counted(self, payload: Payload) -> Counted:
        facts = payload.facts
        event = facts.transaction if facts.transaction is not None else getattr(facts, "event", None)
        currency = getattr(event, "currency", None)
        return Counted(
            amount=0 if currency is None else getattr(event, "amount_minor", 0),
            currency=currency,
            region=_region(facts),
            segment=facts.segment,
            method=getattr(event, "method", None),
        )

    def _answered(self, answer: msgspec.Struct | None, missing: list[str]) -> dict[str, object]:
        found = {name: getattr(answer, name, UNSET) for name in self._answer}
        missing += [f"{ANSWER}.{name}" for name, value in found.items() if value is UNSET]
        return found

    def _featured(self, payload: Payload, then: Then, missing: list[str]) -> dict[str, object]:
        vector = then.vector
        computed, begin = payload.facts.computed or _NOTHING, then.row * vector.width
        found: dict[str, object] = {}
        for name in self.features:
            if name in computed:
                found[name] = computed[name]
            elif name in vector.places:
                found[name] = payload.features[begin + vector.places[name]]
            else:
                missing.append(f"{FEATURES}.{name}")
        return found

    def _sent(self, inputs: Mapping[str, object], missing: list[str]) -> Mapping[str, object]:
        missing += [f"{INPUTS}.{name}" for name in self._inputs if name not in inputs]
        return inputs

    def _seen(self, payload: Payload, missing: list[str], *, silenced: bool) -> dict[str, object]:
        """What rules were told of lists and suppressions, as far as they asked: nobody is on a list that was not asked about."""
        seen = payload.facts.seen or _UNSEEN
        found: dict[str, object] = {LISTS: seen.lists}
        missing += [f"{LISTS}.{name}" for name in self._lists if name not in seen.lists]
        if self.suppressed:
            causes = [reason.code for reason in payload.answer.reasons]
            found[SUPPRESSED] = is_suppressed(seen.silences, causes)
            found[SUPPRESSED_RULES] = suppressed_rules(seen.silences, causes)
            if not silenced:
                missing += sorted({SUPPRESSED, SUPPRESSED_RULES} & self._plain)
        return found

    def _paid(self, payload: Payload) -> dict[str, object]:
        payment = payload.facts.transaction
        if payment is None:
            return {}
        found: dict[str, object] = {name: getattr(payment, name, None) for name in self._payment}
        if self._duplicate:
            found[_DUPLICATE] = payload.answer.duplicate_of is not None
        return found

    def _payload(self) -> type[msgspec.Struct]:
        plain = self._plain
        answer: list[tuple[str, object]] = []
        if self._answer or self._said:
            wanted = (*self._answer, *(("probability",) if self._said else ()))
            answer.append(("answer", _taken(self._use_case.kind.fields, wanted, unset=True) | None))
        if "reasons" in plain or self.suppressed:
            answer.append(("reasons", tuple[_Reason, ...]))
        if self._duplicate:
            answer.append(("duplicate_of", str | None))
        fields: list[tuple[str, object]] = [("facts", self._facts())]
        if answer:
            fields.append(("answer", msgspec.defstruct("Answer", answer, frozen=True, gc=False)))
        if self.features:
            fields.append(("features", list[float | None]))
        if "points" in plain:
            fields.append(("margin", float | None))
        return msgspec.defstruct("Payload", fields, frozen=True, gc=False)

    def _facts(self) -> type[msgspec.Struct]:
        payment = _taken(Transaction, (*_COUNTED, *self._payment))
        fields: list[tuple[str, object, object]] = [
            ("transaction", payment | None, None), ("segment", str | None, None), ("region", str | None, None),
        ]  # fmt: skip
        if self._use_case.input in EVENTS:
            event = _taken(EVENTS[self._use_case.input].facts, _COUNTED)
            fields.append(("event", event | None, None))
        if "mode" in self._plain:
            fields.append(("mode", str, None))
        if self._inputs:
            fields.append(("inputs", Inputs | None, None))
        if self.features:
            fields.append(("computed", Inputs | None, None))
        if self._lists or self.suppressed:
            fields.append(("seen", Seen | None, None))
        return msgspec.defstruct("Facts", fields, frozen=True, gc=False)


def _region(facts: Facts) -> str | None:
    """Where it happened: what the request said, else of the payment."""
    return facts.region or getattr(facts.transaction, "region", None)


def _of_group(names: Iterable[str], group: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(f"{group}.") for name in names if name.startswith(f"{group}."))


def _taken(whole: type[msgspec.Struct], names: Iterable[str], *, unset: bool = False) -> type[msgspec.Struct]:
    """Make a Struct of some fields of another. unset: what is not there is UNSET rather than refused."""
    wanted = frozenset(names)
    fields: list[tuple[str, object] | tuple[str, object, object]] = []
    for field in msgspec.structs.fields(whole):
        if field.name not in wanted:
            continue
        if unset:
            fields.append((field.name, field.type | UnsetType, UNSET))
        elif field.default is not msgspec.NODEFAULT:
            fields.append((field.name, field.type, field.default))
        else:
            fields.append((field.name, field.type))
    return msgspec.defstruct(whole.__name__, fields, frozen=True, kw_only=True, gc=False)
