"""What spoke for and against the class that a version of facts named: shares of its features, and of the words behind them.

Hashed places mean nothing to people, so what they say is given back to the words that were counted there.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from inference.answering.kinds import ScoredRow
from inference.catalogue import Language
from inference.class_reasons import Told, Value, worded
from inference.evidence_shares import Floats, Shares, calibrated
from inference.features.texts import (
    HASHED,
    Reading,
    Word,
    reading_of,
    shared_by_words,
    words_of_line,
    words_of_ticket,
)
from inference.features.token_owners import Owner
from inference.linear_classes import Linear
from inference.manifest import Manifest
from inference.reasons import Reason, Wording, currency_of
from payments.statement_facts import Statement, Ticket


@dataclasses.dataclass(frozen=True)
class Texts:
    """What the hashed places of a feature set were counted in. fields: that words can stand in."""

    fields: tuple[str, ...]
    words: Callable[[msgspec.Struct, int, Reading], Sequence[Word]]
    pairs: bool


def _line(event: msgspec.Struct, row: int, reading: Reading) -> Sequence[Word]:
    if not isinstance(event, Statement):
        raise TypeError("lines are of a statement")
    return words_of_line(event.lines[row], reading)


def _ticket(event: msgspec.Struct, row: int, reading: Reading) -> Sequence[Word]:
    del row
    if not isinstance(event, Ticket):
        raise TypeError("a ticket is needed")
    return words_of_ticket(event, reading)


_TEXTS: Mapping[str, Texts] = {
    "statement": Texts(("text",), _line, pairs=False),
    "ticket": Texts(("subject", "text"), _ticket, pairs=True),
}


class FactReasons:
    """The reasons of one version. Pure: the same facts have the same ones whenever they are asked about."""

    def __init__(self, manifest: Manifest, linear: Linear, wording: Wording) -> None:
        self._manifest = manifest
        self._linear = linear
        self._wording = wording
        self._texts = _TEXTS.get(manifest.feature_set.partition("/")[0])
        self._reading = reading_of(manifest.feature_set)
        self._places = {name: place for place, name in enumerate(manifest.features)}

    def tell(self, event: msgspec.Struct, row: int, scored: ScoredRow, chosen: int) -> Told:
        """event: the facts. row: which of theirs is told about. scored: what came of it. chosen: the class that it was given."""
        parted = self._linear.split(scored.row, chosen)
        base_value, amounts = calibrated(parted, self._manifest.calibration, scored.margin)
        owners = self._owners(event, row, amounts)
        columns = dict.fromkeys(() if self._texts is None else self._texts.fields, 0.0)
        for owner, amount in owners.items():
            columns[owner.column] = columns.get(owner.column, 0.0) + amount
        values: list[float | None] = [None if np.isnan(each) else float(each) for each in scored.row]
        said: dict[str, Value] = dict(zip(self._manifest.features, values, strict=True))
        name = self._manifest.classes[chosen]
        return Told(name, said, Shares(base_value, columns, owners), currency_of(event))

    def _owners(self, event: msgspec.Struct, row: int, amounts: Floats) -> dict[Owner, float]:
        each = dict(zip(self._manifest.features, amounts.tolist(), strict=True))
        if self._texts is None:
            return {Owner(name, "value"): amount for name, amount in each.items()}
        hashed = [each.pop(name) for name in HASHED]
        found: defaultdict[Owner, float] = defaultdict(float)
        words = shared_by_words(self._texts.words(event, row, self._reading), hashed, pairs=self._texts.pairs)
        for word, amount in words.items():
            found[Owner(word.field, "word", word.word.lower())] += amount
        return found | {Owner(name, "value"): amount for name, amount in each.items()}

    def reasons(self, told: Told, language: Language) -> list[Reason]:
        """The strongest first; ties by their order in the row."""

        def fact(owner: Owner, value: Value) -> str:
            number = np.nan if value is None else float(value)
            return self._wording.fact(self._places[owner.column], number, told.currency, language)

        return worded(told, fact, language)
