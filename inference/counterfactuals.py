"""What would have had to be different: the smallest change to what a person can change that flips an outcome.

The question is asked again with a changed row, through the very functions that decided: same version, same ruleset, same
time. Only what the use case or the manifest calls actionable is changed, and nothing of who a person is.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from core.errors import ErrorKind, FieldError, PlatformError
from core.ids import parse, public
from inference import answers
from inference.asks import Ask
from inference.catalogue import Feature
from inference.declared.columns import GROUP
from inference.entities import InputValue
from inference.explanations.levers import Lever, Range, Way, lever_of, lever_of_codes
from inference.explanations.search import Row, Search
from inference.manifest import Actionable, Column
from inference.predictions import Prediction, predict_many
from inference.replays import Replays
from inference.uploads.declaration import is_protected
from payments.ingest import RecordedTransaction
from tenants.permissions import Permission
from tenants.principals import Principal

_WHOLE_UNITS = frozenset({"money", "count", "flag"})
_SIGNED_UNITS = frozenset({"number"})


class CounterfactualImpossible(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "counterfactual_impossible"
    fix = "Ask about a decision with one row and a score, and name features that a person can change."


class ActionableFeature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feature that a person can be asked to change, and which way. minimum, maximum: how far, at most."""

    feature: Annotated[str, Meta(min_length=1, max_length=128)]
    direction: Literal["up", "down", "both"]
    minimum: float | None = None
    maximum: float | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One feature, as it was and as it would have had to be. text: both, as a person would write them."""

    feature: str
    value: float | None
    value_then: float
    text: str
    text_then: str


class Counterfactual(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest change that was found, fewest features first, or the word that none was.

    outcome, probability: as decided. outcome_then, probability_then: what the same version and rules say of the changed
    row. complete: the search left nothing out; without it a change may exist that was not found. evaluated: how often the
    decision was made again.
    """

    decision_id: str
    found: bool
    outcome: str
    probability: float
    outcome_then: str | None
    probability_then: float | None
    changes: list[Change]
    complete: bool
    evaluated: int


class Counterfactuals:
    def __init__(self, replays: Replays) -> None:
        self._replays = replays

    async def find(
        self,
        caller: Principal,
        decision_id: UUID,
        outcome: str | None,
        actionable: Sequence[ActionableFeature] | None,
    ) -> Counterfactual:
        """Find what would have led to `outcome`, or to any other than the one that was.

        actionable: what may be changed, instead of all that is declared. Of a tenant's own columns that declare nothing,
        the caller's word is taken, but for what is about who a person is.
        Raises: PermissionDenied, DecisionNotFound, DecisionErased, CounterfactualImpossible.
        """
        caller.require(Permission.DECISIONS_READ)
        ask, payload = await self._replays.recall(caller, decision_id)
        if ask.deployed.version.evidence is not None:
            raise CounterfactualImpossible(
                "This version tells a class by words, which nobody is asked to change."
            )
        row = _row_of(ask, payload)
        levers = _levers(ask, row, _declared(ask, actionable))
        return await asyncio.to_thread(_find, ask, payload, row, levers, outcome)


class _Judge:
    """Makes the decision again about changed rows."""

    def __init__(self, ask: Ask, payload: answers.StoredPayload, row: Row, wanted: str | None) -> None:
        self._ask = ask
        self._row = row
        self._stored = payload.answer
        self._wanted = wanted
        self._recorded = _recorded(payload)

    def margins(self, rows: Row) -> NDArray[np.float64]:
        return self._ask.deployed.version.score(rows).margin

    def flips(self, row: Row) -> bool:
        prediction, outcome = self.decide(row)
        if prediction is None:
            return False
        return outcome != self._stored.outcome if self._wanted is None else outcome == self._wanted

    def decide(self, row: Row) -> tuple[Prediction | None, str]:
        ask = _asked_anew(self._ask, self._row, row)
        (prediction,) = predict_many([ask.deployed.version], [row])
        return prediction, answers.draft(ask, prediction, self._recorded).outcome


def _find(
    ask: Ask, payload: answers.StoredPayload, row: Row, levers: Sequence[Lever], wanted: str | None
) -> Counterfactual:
    judge = _Judge(ask, payload, row, wanted)
    before, _ = judge.decide(row)
    if before is None:
        raise CounterfactualImpossible("The version of this decision cannot score now.")
    searched = Search(row, levers, judge).run()
    found = searched.row
    after, outcome = (None, None) if found is None else judge.decide(found)
    return Counterfactual(
        decision_id=public("dec", ask.decision_id),
        found=found is not None,
        outcome=payload.answer.outcome,
        probability=before.probability,
        outcome_then=outcome,
        probability_then=None if after is None else after.probability,
        changes=[] if found is None else [_change(ask, at, row[at], found[at]) for at in searched.features],
        complete=searched.complete,
        evaluated=searched.judged,
    )


def _row_of(ask: Ask, payload: answers.StoredPayload) -> Row:
    features = ask.deployed.version.features
    if payload.margin is None or len(payload.features) != len(features):
        raise CounterfactualImpossible("This decision has no score of a single row.")
    return np.array([np.nan if value is None else value for value in payload.features], np.float32)


def _recorded(payload: answers.StoredPayload) -> RecordedTransaction | None:
    stored = payload.answer
    if stored.transaction_id is None:
        return None
    duplicate = None if stored.duplicate_of is None else parse("txn", stored.duplicate_of)
    return RecordedTransaction(parse("txn", stored.transaction_id), False, False, duplicate)


def _declared(ask: Ask, wanted: Sequence[ActionableFeature] | None) -> Mapping[str, ActionableFeature]:
    """What may be changed, by name. Raises: CounterfactualImpossible."""
    known: dict[str, tuple[Actionable, bool]] = {}
    manifest = ask.deployed.version.manifest
    bounds: dict[str, Column] = {}
    if manifest.inputs == "columns":
        bounds = {column.name: column for column in manifest.columns}
        known = {
            name: (each.actionable, each.protected or is_protected(name)) for name, each in bounds.items()
        }
    else:
        fixed = {name.removeprefix(GROUP) for declared in manifest.declared for name in declared.reads}
        known = {  # to change what a declared feature reads is to change that feature too
            feature.name: ("no" if feature.name in fixed else feature.actionable, False)
            for feature in ask.use_case.features
        }
    found: dict[str, ActionableFeature] = {}
    if wanted is None:
        for name, (way, protected) in known.items():
            if way != "no" and not protected:
                column = bounds.get(name)
                found[name] = ActionableFeature(
                    feature=name,
                    direction=way,
                    minimum=None if column is None else column.minimum,
                    maximum=None if column is None else column.maximum,
                )
    for at, each in enumerate(wanted or ()):
        _check_wanted(at, each, known.get(each.feature), own_columns=bool(bounds))
        found[each.feature] = each
    if not found:
        raise CounterfactualImpossible("Nothing that this version scores is declared as actionable.")
    return found


def _check_wanted(
    at: int, wanted: ActionableFeature, known: tuple[Actionable, bool] | None, *, own_columns: bool
) -> None:
    field = f"actionable[{at}]"
    if known is None:
        raise _refused(field, "The version scores no such feature.")
    way, protected = known
    if protected:
        raise _refused(field, "It is about who a person is.")
    if way == "no" and not own_columns:
        raise _refused(field, "A person cannot change it.")
    if way not in {"no", "both", wanted.direction}:
        raise _refused(field, f"It can only go {way}.")


def _refused(field: str, reason: str) -> CounterfactualImpossible:
    return CounterfactualImpossible(
        "A feature cannot be changed like this.", fields=[FieldError(field, reason, "Leave it out.")]
    )


def _levers(ask: Ask, row: Row, declared: Mapping[str, ActionableFeature]) -> list[Lever]:
    version = ask.deployed.version
    columns = {column.name: column for column in version.manifest.columns}
    described = {feature.name: feature for feature in ask.use_case.features}
    levers = []
    for at, name in enumerate(version.features):
        wanted, column = declared.get(name), columns.get(name)
        if wanted is None or np.isnan(row[at]):
            continue
        if column is not None and column.kind == "category":
            levers.append(lever_of_codes(at, float(row[at]), tuple(column.codes.values())))
        else:
            levers.append(
                lever_of(at, float(row[at]), version.edges(at), _range(wanted, column, described.get(name)))
            )
    return levers


def _range(wanted: ActionableFeature, column: Column | None, feature: Feature | None) -> Range:
    way: Way = wanted.direction
    if column is not None:
        lowest, highest, whole = (0.0, 1.0, True) if column.kind == "boolean" else (-np.inf, np.inf, False)
        lowest = lowest if column.minimum is None else column.minimum
        highest = highest if column.maximum is None else column.maximum
    else:
        unit = "number" if feature is None else feature.unit
        lowest = -np.inf if unit in _SIGNED_UNITS else 0.0
        highest = 1.0 if unit == "flag" else np.inf
        whole = unit in _WHOLE_UNITS
    return Range(
        way=way,
        minimum=max(lowest, -np.inf if wanted.minimum is None else wanted.minimum),
        maximum=min(highest, np.inf if wanted.maximum is None else wanted.maximum),
        whole=whole,
    )


def _asked_anew(ask: Ask, before: Row, after: Row) -> Ask:
    """The question with the changed columns, so that rules see them as the model does."""
    inputs = ask.command.inputs
    if inputs is None:
        return ask
    columns = ask.deployed.version.manifest.columns
    changed = {
        column.name: _input_of(column, float(after[at]))
        for at, column in enumerate(columns)
        if after[at] != before[at] and not np.isnan(after[at])
    }
    computed = {name.removeprefix(GROUP): value for name, value in changed.items() if name.startswith(GROUP)}
    sent = {name: value for name, value in changed.items() if not name.startswith(GROUP)}
    command = msgspec.structs.replace(ask.command, inputs={**inputs, **sent})
    return msgspec.structs.replace(ask, command=command, computed={**ask.computed, **computed})


def _input_of(column: Column, value: float) -> InputValue:
    if column.kind == "boolean":
        return bool(value)
    if column.kind == "category":
        return next((name for name, code in column.codes.items() if code == value), None)
    return plain(value)


def _change(ask: Ask, at: int, before: np.float32, after: np.float32) -> Change:
    wording = ask.deployed.wording
    language = ask.command.language
    transaction = ask.command.transaction
    currency = None if transaction is None else transaction.currency
    return Change(
        feature=ask.deployed.version.features[at],
        value=None if np.isnan(before) else plain(float(before)),
        value_then=plain(float(after)),
        text=wording.value(at, float(before), currency=currency, language=language),
        text_then=wording.value(at, float(after), currency=currency, language=language),
    )


def plain(value: float) -> float:
    """The float64 with the fewest digits that is this float32: 2.1, not 2.0999999046325684."""
    return float(np.format_float_positional(np.float32(value), unique=True))
