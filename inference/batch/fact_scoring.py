"""From facts to result columns, through the functions that answer requests: questions, features, predictions, answers, rules."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import answers
from inference.artefacts import LoadedVersion
from inference.asks import Ask
from inference.batch.beside import NOBODY, Beside, StateMissing
from inference.batch.scoring import Cell, Made, Question, Table, cell_of, decided, fields_of, template
from inference.declared.columns import widened
from inference.declared.computing import Known, Subject, Values, Wanted
from inference.entities import DecideCommand
from inference.features.events import EVENT_SETS
from inference.predictions import Prediction, predict_many
from inference.question_features import features, query_of, state_sent
from inference.rule_lists import Known as RuleKnown
from inference.runtimes.port import RuntimeUnavailable
from payments.state import CustomerState, StateQuery
from rules.evaluation import PreparedRuleset
from tenants.vault import EnvironmentVault

Cells = dict[str, list[Cell]]


class FactScorer:
    """A version and a ruleset, ready for questions by the hundred. Safe to share between threads.

    vault: of the environment, which turns ids into handles; None where no question needs what is stored.
    beside: features that version and ruleset name besides. known: what the ruleset may ask about lists and suppressions.
    """

    def __init__(
        self,
        question: Question,
        version: LoadedVersion,
        ruleset: PreparedRuleset,
        vault: EnvironmentVault | None,
        beside: Beside,
        known: RuleKnown | None = None,
    ) -> None:
        self.beside = beside
        self._question = question
        self._version = version
        self._vault = vault
        self._template = template(question, version, ruleset)
        if known is not None and vault is not None:
            self._template = msgspec.structs.replace(self._template, known=known, vault=vault)
        self._use_case = self._template.use_case
        self.names = tuple(fields_of(self._use_case, nested=True))

    def asks(self, commands: Sequence[DecideCommand]) -> list[Ask]:
        """Make the questions as `inference.asks` makes them of requests, but for who asks and where they are kept."""
        return [self._ask(command) for command in commands]

    def _ask(self, command: DecideCommand) -> Ask:
        ask = msgspec.structs.replace(self._template, command=command)
        if command.event is not None:
            columns = EVENT_SETS[self._version.manifest.feature_set].compute(command.event, ask.decided_at)
            if ask.known is not None and self._use_case.about is not None:
                customer = ask.vault.handle(self._use_case.about.subject_of(command.event) or NOBODY)
                return msgspec.structs.replace(ask, columns=columns, customer=customer)
            return msgspec.structs.replace(ask, columns=columns)
        if self._vault is None:
            raise StateMissing
        subject = command.customer_id if command.transaction is None else command.transaction.customer_id
        customer = self._vault.handle(subject or "")
        return msgspec.structs.replace(ask, vault=self._vault, customer=customer, subject_id=subject or "")

    def wanted(self, asks: Sequence[Ask]) -> dict[int, Wanted]:
        """What has to be known of each question for the features besides, by place."""
        found = {at: self.beside.wanted(self._subject(ask)) for at, ask in enumerate(asks)}
        return {at: wanted for at, wanted in found.items() if wanted is not None}

    def with_beside(self, asks: Sequence[Ask], known: Mapping[int, Known]) -> list[Ask]:
        """Compute the features besides. known: of `wanted`."""
        if not self.beside:
            return list(asks)
        subjects = [self._subject(ask) for ask in asks]
        computed = [self.beside.values(subject, known.get(at, {})) for at, subject in enumerate(subjects)]
        return [_with(ask, values) for ask, values in zip(asks, computed, strict=True)]

    def _subject(self, ask: Ask) -> Subject:
        """As `inference.asks` makes it; an event that names nobody is about nobody."""
        about, event = self._use_case.about, ask.command.event
        if about is None or event is None:
            return self.beside.subject(ask.command, ask.subject_id, None)
        return self.beside.subject(ask.command, about.subject_of(event), about.name)

    def queries(self, asks: Sequence[Ask]) -> dict[int, StateQuery]:
        """The stored states that questions need, by their place."""
        return {
            at: query_of(ask)
            for at, ask in enumerate(asks)
            if ask.columns is None and ask.command.transactions is None
        }

    def features(self, asks: Sequence[Ask], stored: Mapping[int, CustomerState]) -> list[NDArray[np.float32]]:
        """stored: the states of `queries`."""
        states = [state_sent(ask) if at not in stored else stored[at] for at, ask in enumerate(asks)]
        return [features(ask, state) for ask, state in zip(asks, states, strict=True)]

    def score(self, asks: Sequence[Ask], stored: Mapping[int, CustomerState]) -> Cells:
        """Answer the questions. Raises: RuntimeUnavailable."""
        rows = self.features(asks, stored)
        predictions = predict_many([self._version] * len(rows), rows)
        found: Cells = {}
        for ask, prediction in zip(asks, predictions, strict=True):
            if prediction is None:
                raise RuntimeUnavailable("The version cannot be run.")
            for name, cell in self._cells(ask, prediction).items():
                found.setdefault(name, []).append(cell)
        return found

    def _cells(self, ask: Ask, prediction: Prediction) -> dict[str, Cell]:
        if self._question.work == "scores":
            return self._fields(answers.answer_of(ask, prediction).answer)
        made: Made = answers.draft(ask, prediction, None).answer
        return self._fields(made.answer) | decided(made)

    def _fields(self, answer: msgspec.Struct | None) -> dict[str, Cell]:
        return {name: cell_of(getattr(answer, name)) for name in self.names}


def _with(ask: Ask, computed: Values) -> Ask:
    columns = None if ask.columns is None else widened(ask.deployed, ask.columns, computed)
    return msgspec.structs.replace(ask, computed=computed, columns=columns)


def joined(parts: Sequence[Cells], names: Sequence[str]) -> Table:
    """Put the columns of several slices together. names: of all columns, for when there is no row."""
    return {name: [cell for part in parts for cell in part.get(name, ())] for name in names}
