"""What spoke for and against the class that a version of a tenant's own named: shares of its columns, and reasons in words.

A reason quotes what the caller sent itself, so it goes where the answer goes: back to the caller, and sealed with the payload.
"""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import msgspec

from inference.answering.kinds import ScoredRow
from inference.catalogue import Language
from inference.evidence import Evidence, Read, Scale, TextEncoder
from inference.evidence_shares import Said, Shares, said_of, shares_of
from inference.features.token_owners import Owner
from inference.inputs import InputValue
from inference.manifest import Manifest
from inference.reasons import REASONS_MAX, Reason
from inference.written import PHRASES, figures

Value: TypeAlias = str | float | bool | None
_NEGLIGIBLE = 1e-9
_WORD_CHARS_MAX, _VALUE_CHARS_MAX = 40, 80


class Told(msgspec.Struct, frozen=True):
    """Why a row was given its class. margin = shares.base_value + the sum of shares.columns.

    name: of the class. values: what the row has in each column. currency: of money among them.
    """

    name: str
    values: Mapping[str, Value]
    shares: Shares
    currency: str | None = None


class ClassReasons:
    """The reasons of one version. Pure: the same row has the same ones whenever it is asked about."""

    def __init__(self, manifest: Manifest, evidence: Evidence, scale: Scale, reader: TextEncoder) -> None:
        self._manifest = manifest
        self._evidence = evidence
        self._scale = scale
        self._reader = reader
        self._names = tuple(column.name for column in manifest.columns)
        self._flags = {column.name for column in manifest.columns if column.kind == "boolean"}

    def read(self, inputs: Mapping[str, InputValue]) -> Said:
        """Read all columns of a row, for its score and for its reasons. Raises: InputsRefused naming every wrong column."""
        return said_of(self._evidence, self._reader.read(inputs))

    def tell(self, said: Said, row: ScoredRow, chosen: int) -> Told:
        """said: the row as it was scored. row: what came of it. chosen: the place of the class that it was given."""
        shares = shares_of(self._scale, self._manifest.calibration, said, chosen, row.margin, self._names)
        return Told(self._manifest.classes[chosen], self._values(said.read), shares)

    def reasons(self, told: Told, language: Language) -> list[Reason]:
        """The strongest first; ties by their order in the row."""
        return worded(told, lambda owner, value: self._fact(owner, value, language), language)

    def _values(self, said: Read) -> Mapping[str, Value]:
        vocabulary = self._evidence.vocabulary
        found: dict[str, Value] = dict(zip(vocabulary.numbers, said.numbers, strict=True))
        for name, value in zip(vocabulary.categories, said.categories, strict=True):
            found[name] = value == _TRUE if value is not None and name in self._flags else value
        return found

    def _fact(self, owner: Owner, value: Value, language: Language) -> str:
        phrases = PHRASES[language]
        if isinstance(value, bool):
            written = phrases.yes if value else phrases.no
        else:
            written = value if isinstance(value, str) else figures(value or 0.0)
        title = f"`{owner.column}`"
        return phrases.column.replace("{title}", title).replace("{value}", _short(written, _VALUE_CHARS_MAX))


def worded(told: Told, fact: Callable[[Owner, Value], str], language: Language) -> list[Reason]:
    """The strongest shares, each as a reason; ties by their order in the row. fact: what the value of a column says."""
    strongest = sorted(told.shares.owners.items(), key=lambda each: -abs(each[1]))[:REASONS_MAX]
    return [
        _reason(owner, amount, told, fact, language)
        for owner, amount in strongest
        if abs(amount) > _NEGLIGIBLE
    ]


def _reason(
    owner: Owner, amount: float, told: Told, fact: Callable[[Owner, Value], str], language: Language
) -> Reason:
    value = told.values.get(owner.column) if owner.kind == "value" else None
    side: Literal["up", "down"] = "up" if amount > 0 else "down"
    judged = _WORDS[language][side].replace("{class}", _short(told.name, _VALUE_CHARS_MAX))
    said = fact(owner, value) if owner.kind == "value" else _said(owner, language)
    return Reason(
        code=owner.column if owner.kind == "value" else f"{owner.column}.{owner.kind}",
        text=f"{said}{judged}{PHRASES[language].end}",
        feature=owner.column,
        value=None if isinstance(value, str) or value is None else float(value),
        contribution=amount,
        direction=side,
    )


def _said(owner: Owner, language: Language) -> str:
    """What a word says, a whole text, or the lack of one."""
    title = f"`{owner.column}`"
    if owner.kind == "word":
        said = _short(owner.word, _WORD_CHARS_MAX)
        return _WORDS[language]["word"].replace("{title}", title).replace("{word}", said)
    if owner.kind == "text":
        return _WORDS[language]["text"].replace("{title}", title)
    return PHRASES[language].column_missing.replace("{title}", title)


_TRUE = "true"
_WORDS: Mapping[Language, Mapping[Literal["word", "text", "up", "down"], str]] = {
    "en": {
        "word": "{title} says “{word}”",
        "text": "{title} reads like this as a whole",
        "up": ", which speaks for `{class}`",
        "down": ", which speaks against `{class}`",
    },
    "hi": {
        "word": "{title} में “{word}” लिखा है",
        "text": "{title} का पूरा पाठ ऐसा ही है",
        "up": ", जो `{class}` के पक्ष में है",
        "down": ", जो `{class}` के विरुद्ध है",
    },
}


def _short(text: str, chars_max: int) -> str:
    return text if len(text) <= chars_max else f"{text[: chars_max - 1]}…"
