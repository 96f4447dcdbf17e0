"""From rows to result columns, through the very functions that answer requests: predictions, answers, rules, words."""

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, get_args
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import answers, catalogue
from inference.answering.kinds import HEADS
from inference.artefacts import LoadedVersion
from inference.asks import Ask
from inference.batch.beside import Beside
from inference.batch.entities import BatchWork
from inference.batch.layout import CUSTOMER
from inference.batch.rows import Rows, RuleValue
from inference.catalogue import POINTS_MAX, POINTS_MIN, Answer, UseCase, points_of
from inference.dated import MadeOfDates
from inference.declared.columns import computed_names, filled, sent_columns
from inference.declared.computing import NOTHING, Subject
from inference.declared.computing import Values as Computed
from inference.deployments import deployed_of
from inference.entities import DecideCommand, DecisionAnswer
from inference.inputs import encode_inputs
from inference.manifest import Task
from inference.predictions import Prediction, predict_many
from inference.rule_lists import Known, attributes_asked
from inference.runtimes.port import RuntimeUnavailable
from rules.evaluation import PreparedRuleset
from tenants import principals
from tenants.principals import Mode
from tenants.vault import EnvironmentVault

Cell = str | float | int | bool | None
Values = NDArray[np.float64] | NDArray[np.int64] | Sequence[Cell]
Made = DecisionAnswer[Answer]
CellKind = Literal["text", "number", "whole", "flag"]
Table = dict[str, Values]
_ROWS_AT_ONCE = 1_024
_INPUTS_GROUP = "inputs."
_NOBODY = UUID(int=0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of every row. decided_at: of the batch, so that a row decides the same whenever it is worked off.

    facts: a row holds the facts of a request, not columns of the tenant's own. task: what the version tells.
    """

    use_case: str
    work: BatchWork
    version_id: UUID
    environment_id: UUID
    mode: Mode
    decided_at: dt.datetime
    facts: bool = False
    task: Task = "probability"

    @property
    def small(self) -> bool:
        """Whether rows are worked off few at a time."""
        return self.facts or self.task == "classes"

    @property
    def tells_more(self) -> bool:
        """Whether an answer is more than a probability."""
        return self.facts or self.task in HEADS

    @property
    def nested(self) -> bool:
        """Whether an answer has lists."""
        return self.facts or self.task == "classes"


class RowScorer:
    """A version and a ruleset, ready for rows by the thousand. Safe to share between threads."""

    def __init__(
        self,
        question: Question,
        version: LoadedVersion,
        ruleset: PreparedRuleset,
        beside: Beside,
        known: Known | None = None,
        vault: EnvironmentVault | None = None,
    ) -> None:
        """beside: features that version and ruleset name besides the columns of the file. known: what the ruleset may ask about
        lists and suppressions; vault: of the environment, to ask with."""
        self.beside = beside
        self._question = question
        self._use_case = catalogue.get(question.use_case)
        self._version = version
        self._ask = template(question, version, ruleset)
        if known is not None and vault is not None:
            self._ask = msgspec.structs.replace(self._ask, known=known, vault=vault)
        facts = ruleset.facts if question.work == "decisions" else ()
        read = {name.removeprefix(_INPUTS_GROUP) for name in facts if name.startswith(_INPUTS_GROUP)}
        read |= set() if known is None else attributes_asked(ruleset)
        kept = read | beside.inputs
        columns = sent_columns(version.manifest)
        self.rule_inputs = tuple(column.name for column in columns if column.name in kept)
        self._dates = MadeOfDates(version.manifest.columns)
        unread = tuple(name for name in self._dates.forms if name not in self.rule_inputs)
        self._unread = frozenset(unread)
        self.rule_inputs = (*self.rule_inputs, *unread)
        if beside:
            self.rule_inputs = (*self.rule_inputs, CUSTOMER)
        self._texts = version.evidence is not None

    def subjects(self, rows: Rows) -> list[Subject]:
        """Whom the rows are about, as requests with the same columns are about them."""
        customers = rows.inputs.get(CUSTOMER, itertools.repeat(None, len(rows.matrix)))
        found = []
        for of_row, customer in zip(_by_row(rows.inputs, len(rows.matrix)), customers, strict=True):
            own_id = customer if isinstance(customer, str) else None
            inputs = {name: value for name, value in of_row.items() if name != CUSTOMER}
            command = DecideCommand(use_case=self._use_case.name, customer_id=own_id, inputs=inputs)
            found.append(self.beside.subject(command, own_id, None))
        return found

    def table(self, rows: Rows, computed: Sequence[Computed] = ()) -> Table:
        """Score every row. computed: of each row, where there are features besides. Raises: RuntimeUnavailable."""
        rows = self.filled(rows, computed)
        return self._scores(rows) if self._question.work == "scores" else self._decisions(rows, computed)

    def filled(self, rows: Rows, computed: Sequence[Computed]) -> Rows:
        """Rows with what is scored of them, which of ordinary columns is what the file holds."""
        if not self.beside and not self._texts and not self._dates.places:
            return rows
        make = self._evidence if self._texts else self.matrix
        inputs = {name: values for name, values in rows.inputs.items() if name != CUSTOMER}
        matrix = make(dataclasses.replace(rows, inputs=inputs), computed)
        kept = {name: values for name, values in inputs.items() if name not in self._unread}
        return dataclasses.replace(rows, inputs=kept, matrix=matrix)

    def _evidence(self, rows: Rows, computed: Sequence[Computed]) -> NDArray[np.float32]:
        """What the words of each row say, as of a request with the same columns. float32[n, classes]."""
        deployed = self._ask.deployed
        beside = computed or itertools.repeat(NOTHING, len(rows.matrix))
        encoded = [
            deployed.inputs.encode(filled(of_row, values, deployed.computed))
            for of_row, values in zip(_by_row(rows.inputs, len(rows.matrix)), beside, strict=True)
        ]
        return np.array(encoded, np.float32).reshape(len(encoded), len(self._version.features))

    def matrix(self, rows: Rows, computed: Sequence[Computed]) -> NDArray[np.float32]:
        """What is scored of each row: the columns of the file, and those that the service fills in. float32[n, columns]."""
        columns = self._version.manifest.columns
        sent = {column.name for column in sent_columns(self._version.manifest)}
        places = [at for at, column in enumerate(columns) if column.name in sent]
        dated = set(self._dates.places)
        others = [at for at, column in enumerate(columns) if column.name not in sent and at not in dated]
        names = computed_names(columns)
        matrix = np.empty((len(rows.matrix), len(columns)), np.float32)
        matrix[:, places] = rows.matrix[:, : len(places)]
        if others:
            matrix[:, others] = encode_inputs(
                [columns[at] for at in others], [filled({}, of_row, names) for of_row in computed]
            )
        if dated:
            made = [self._dates.of(of_row) for of_row in _by_row(rows.inputs, len(rows.matrix))]
            matrix[:, self._dates.places] = np.array(made, np.float32).reshape(-1, len(dated))
        return matrix

    def _scores(self, rows: Rows) -> Table:
        if self._question.tells_more:
            return self._fields(
                [answers.answer_of(ask, each).answer for ask, each in self._predicted(rows, ())]
            )
        scores = self._version.score(rows.matrix)
        table: Table = {"probability": scores.probability}
        if "points" in columns_of(self._question):
            table["points"] = points_of_many(scores.margin)
        return table

    def _decisions(self, rows: Rows, computed: Sequence[Computed]) -> Table:
        made = [
            answers.draft(ask, prediction, None).answer for ask, prediction in self._predicted(rows, computed)
        ]
        table = self._fields([each.answer for each in made])
        return table | {name: [read(each) for each in made] for name, (_, read) in _DECIDED.items()}

    def _fields(self, found: Sequence[msgspec.Struct | None]) -> Table:
        nested = self._question.nested
        names = fields_of(self._use_case, nested=nested)
        if nested:
            return {name: [cell_of(getattr(each, name)) for each in found] for name in names}
        return {name: [getattr(each, name) for each in found] for name in names}

    def _predicted(self, rows: Rows, computed: Sequence[Computed]) -> Iterator[tuple[Ask, Prediction]]:
        inputs = _by_row(rows.inputs, len(rows.matrix))
        beside = iter(computed or itertools.repeat(NOTHING))
        for start in range(0, len(rows.matrix), _ROWS_AT_ONCE):
            part = rows.matrix[start : start + _ROWS_AT_ONCE]
            predictions = predict_many([self._version] * len(part), list(part))
            for prediction, of_row in zip(predictions, inputs, strict=False):
                if prediction is None:
                    raise RuntimeUnavailable("The version cannot be run.")
                command = DecideCommand(use_case=self._use_case.name, inputs=of_row)
                ask = msgspec.structs.replace(self._ask, command=command, computed=next(beside))
                yield ask, prediction


def columns_of(question: Question) -> dict[str, CellKind]:
    """Name the result columns behind `line` and `id`, in order."""
    fields = fields_of(catalogue.get(question.use_case), nested=question.nested)
    if question.work == "decisions":
        return fields | {name: kind for name, (kind, _) in _DECIDED.items()}
    if question.tells_more:
        return fields
    return {name: kind for name, kind in fields.items() if name in {"probability", "points"}}


def decided(made: Made) -> dict[str, Cell]:
    """What rules and words say of one answer, by column."""
    return {name: read(made) for name, (_, read) in _DECIDED.items()}


def points_of_many(margins: NDArray[np.float64]) -> NDArray[np.int64]:
    """`points_of` of each margin, by looking up between which steps it lies. Returns: int64[n]."""
    return POINTS_MAX - np.searchsorted(_steps(), margins, side="right").astype(np.int64)


@functools.cache
def _steps() -> NDArray[np.float64]:
    """The least margin for each number of points below the most, found by halving to the last bit; points fall as it rises."""
    steps = []
    low, high = -1_000.0, 1_000.0
    for points in range(POINTS_MAX - 1, POINTS_MIN - 1, -1):
        below, reached = low, high
        while below < (middle := below + (reached - below) / 2) < reached:
            below, reached = (below, middle) if points_of(middle) <= points else (middle, reached)
        steps.append(reached)
        low = below
    return np.array(steps)


def template(question: Question, version: LoadedVersion, ruleset: PreparedRuleset) -> Ask:
    """A question about nobody: rows of columns name no customer, so there is no key and nothing to seal."""
    use_case = catalogue.get(question.use_case)
    caller = principals.system(_NOBODY, question.environment_id, question.mode)
    return Ask(
        caller=caller,
        command=DecideCommand(use_case=use_case.name, inputs={}),
        use_case=use_case,
        decision_id=_NOBODY,
        decided_at=question.decided_at,
        vault=nobodys_vault(question),
        customer=_NOBODY,
        subject_id="",
        deployed=deployed_of(use_case, question.version_id, version),
        ruleset=ruleset,
        columns=None,
    )


def nobodys_vault(question: Question) -> EnvironmentVault:
    """One that opens nothing, for rows that are about nobody."""
    return EnvironmentVault(question.environment_id, {}, 0, bytes(32))


def _by_row(inputs: Mapping[str, list[RuleValue]], count: int) -> Iterator[dict[str, RuleValue]]:
    names = tuple(inputs)
    if not names:
        return iter([{} for _ in range(count)])
    return (dict(zip(names, values, strict=True)) for values in zip(*inputs.values(), strict=True))


def cell_of(value: object) -> Cell:
    """A plain value as it is; lists and structs as JSON, times as in requests."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else msgspec.json.encode(plain).decode()


def fields_of(use_case: UseCase, *, nested: bool = False) -> dict[str, CellKind]:
    """The answer's fields. nested: those that are lists and structs too, as texts; without it only fields of one value, since
    answers about a tenant's own columns have no others, but of those that tell classes."""
    found: dict[str, CellKind] = {}
    for field in msgspec.structs.fields(use_case.answer_type):
        kinds = [_KINDS[each] for each in (field.type, *get_args(field.type)) if each in _KINDS]
        if kinds or nested:
            found[field.name] = kinds[0] if kinds else "text"
    return found


def _low(made: Made) -> float | None:
    return None if made.confidence is None else made.confidence.low


def _high(made: Made) -> float | None:
    return None if made.confidence is None else made.confidence.high


_KINDS: Mapping[object, CellKind] = {float: "number", int: "whole", str: "text", bool: "flag"}
_DECIDED: Mapping[str, tuple[CellKind, Callable[[Made], Cell]]] = {
    "outcome": ("text", lambda made: made.outcome),
    "confidence_low": ("number", _low),
    "confidence_high": ("number", _high),
    "reason_codes": ("text", lambda made: " ".join([reason.code for reason in made.reasons])),
    "reasons": ("text", lambda made: " ".join([reason.text for reason in made.reasons])),
    "notes": ("text", lambda made: " ".join(made.rules.notes)),
    "degraded": ("flag", lambda made: made.degraded),
}
