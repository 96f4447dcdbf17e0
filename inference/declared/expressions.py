"""The expression of a declared feature: the language of the rules, with the same refusals, over features and facts.

What may be missing must be given a value or tested before it is computed with, as in rules; a result that is missing, not
finite or too large for a float32 is missing. One evaluation costs some microseconds and cannot do anything but compute.
"""

import hashlib
import logging
import math
from collections.abc import Mapping
from datetime import datetime
from types import NoneType, UnionType
from typing import Literal, TypeAlias, get_args, get_origin

import msgspec
import numpy as np
import zen

from core.errors import FieldError
from inference.declared.entities import DeclaredFeature, DeclareFeature, FeatureRefused
from inference.event_kinds import EVENTS
from inference.feature_catalogue import CUSTOMER_NAMES, PAYMENT_NAMES, FeatureType
from rules.assessment import Assessment, Assessor
from rules.canonical_json import encode
from rules.errors import RulesetRefused, RulesetTooSlow
from rules.facts import ALWAYS, TRANSACTION, Fact, FactSchema, Projection
from rules.language.kinds import Kind
from rules.language.meaning import meaning
from rules.language.syntax import expression
from rules.language.tokens import NotInLanguage

COST_US_MAX = 200
"""What one evaluation may take at worst, in microseconds of CPU: a tenth of what a ruleset may."""
TEXT_LENGTH_MAX = 256

FeatureValue: TypeAlias = str | float | bool | None

KIND_OF_TYPE: Mapping[FeatureType, Kind] = {
    "number": Kind.NUMBER,
    "boolean": Kind.FLAG,
    "category": Kind.TEXT,
}
_KIND_OF_FIELD: Mapping[object, Kind] = {
    bool: Kind.FLAG, int: Kind.NUMBER, float: Kind.NUMBER, str: Kind.TEXT, datetime: Kind.NUMBER,
}  # fmt: skip
_FLOAT32_MAX = float(np.finfo(np.float32).max)
_NODE = "graph.nodes[1].content.expressions[0].value"
_UNTOLD = ("id", "text", "subject")
"""Ends of names of what identifies somebody, or is free text."""
_ALWAYS = ("use_case", "mode", "decided_at", "decided_hour", "decided_weekday")

_log = logging.getLogger(__name__)


def _facts_of_events() -> dict[str, Fact]:
    """The single values of every kind of event: `invoice.amount_minor`, `payout.bank`."""
    found: dict[str, Fact] = {}
    for name, kind in EVENTS.items():
        for field in msgspec.structs.fields(kind.facts):
            known = _kind_of(field.type)
            if known is not None and not field.name.endswith(_UNTOLD):
                found[f"{name}.{field.name}"] = Fact(known, missing=True)
    return found


def _kind_of(declared: object) -> Kind | None:
    """The kind of a field that holds one value; None of one that holds several."""
    if get_origin(declared) in {UnionType, None} or not isinstance(declared, type):
        options = [each for each in get_args(declared) if each is not NoneType]
        if len(options) == 1:
            return _kind_of(options[0])
    if get_origin(declared) is Literal:
        return Kind.TEXT
    inner = getattr(declared, "__origin__", declared)  # Annotated[int, …]
    return _KIND_OF_FIELD.get(inner)


FACTS: FactSchema = {
    **{name: ALWAYS[name] for name in _ALWAYS},
    **{f"features.{name}": Fact(Kind.NUMBER, missing=True) for name in (*CUSTOMER_NAMES, *PAYMENT_NAMES)},
    **{name: fact for name, fact in TRANSACTION.items() if name != "transaction.duplicate"},
    **_facts_of_events(),
}
"""What every expression can read. Whether a payment is a duplicate is known only once it is recorded."""


async def assess(assessor: Assessor, wanted: DeclareFeature) -> Assessment:
    """Check and price an expression, as an only node of a ruleset. Raises: FeatureRefused, Overloaded."""
    schema = {
        **FACTS,
        **{f"inputs.{name}": Fact(KIND_OF_TYPE[kind], missing=True) for name, kind in wanted.inputs.items()},
    }
    _check_kind(wanted, schema)
    try:
        return await assessor.assess(_graph_of(wanted.expression), "none", schema)
    except RulesetRefused as refused:
        fields = [
            FieldError("expression", each.reason.partition(": ")[2] or each.reason, each.fix)
            for each in refused.fields
            if each.field.startswith(_NODE)
        ]
        raise FeatureRefused("The expression is refused.", fields=fields) from refused
    except RulesetTooSlow as slow:
        raise FeatureRefused(f"The expression is too slow. {slow.message}") from slow


def _check_kind(wanted: DeclareFeature, schema: FactSchema) -> None:
    """See that the expression gives what it is declared to give. Raises: FeatureRefused."""
    scope = {name: fact.known() for name, fact in schema.items()}
    try:
        known = meaning(expression(wanted.expression), scope, condition=False)
    except NotInLanguage as error:
        refused = FieldError("expression", error.reason, error.fix)
        raise FeatureRefused("The expression is refused.", fields=[refused]) from error
    if known.kind is not KIND_OF_TYPE[wanted.type]:
        refused = FieldError(
            "type", f"The expression gives a {known.kind.value}.", "Declare the type that it gives."
        )
        raise FeatureRefused("The expression gives another type.", fields=[refused])


def _graph_of(text: str) -> dict[str, object]:
    written = [{"id": "v", "key": "value", "value": text}, {"id": "o", "key": "outcome", "value": "'none'"}]
    content = {"expressions": written, "passThrough": True}
    return {
        "nodes": [
            {"id": "facts", "name": "Facts", "type": "inputNode"},
            {"id": "feature", "name": "Feature", "type": "expressionNode", "content": content},
            {"id": "end", "name": "End", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "sourceId": "facts", "targetId": "feature"},
            {"id": "2", "sourceId": "feature", "targetId": "end"},
        ],
    }


def digest_of(wanted: DeclareFeature) -> bytes:
    """SHA-256 over the RFC 8785 form of all that makes the value."""
    made = {
        "name": wanted.name,
        "type": wanted.type,
        "expression": wanted.expression,
        "inputs": dict(wanted.inputs),
    }
    return hashlib.sha256(encode(made)).digest()


class Compiled:
    """One declared feature, ready to be evaluated."""

    def __init__(self, feature: DeclaredFeature) -> None:
        self.name = feature.name
        self.reads = frozenset(
            name.removeprefix("features.") for name in feature.reads if name.startswith("features.")
        )
        self._type = feature.type
        self._projection = Projection(feature.reads)
        self._expression = zen.compile_expression(feature.expression)

    def evaluate(self, facts: Mapping[str, object]) -> FeatureValue:
        """Return its value; missing when it cannot be computed. facts: by group, as `rules.facts.Projection.of` takes them."""
        try:
            value = self._expression.evaluate(self._projection.of(facts))
        except BaseException as error:
            # The engine raises bare Exception, and a panic of its own that derives from BaseException.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            # Its text may quote the facts, which are a customer's.
            _log.warning(
                "A declared feature failed.", extra={"feature": self.name, "kind": type(error).__name__}
            )
            return None
        return _of_type(self._type, value)


def _of_type(kind: FeatureType, value: object) -> FeatureValue:
    if isinstance(value, bool):
        return value if kind == "boolean" else None
    if isinstance(value, str):
        return value if kind == "category" and len(value) <= TEXT_LENGTH_MAX else None
    if isinstance(value, int | float) and kind == "number":
        number = float(value)
        return number if math.isfinite(number) and abs(number) <= _FLOAT32_MAX else None
    return None
