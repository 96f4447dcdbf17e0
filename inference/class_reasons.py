"""What spoke for and against the class that a version of a tenant's own named: shares of its columns, and reasons in words.

A reason quotes what the caller sent itself, so it goes where the answer goes: back to the caller, and sealed with the payload.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from inference.answering.kinds import CLASSES, ScoredRow
from inference.catalogue import Language
from inference.evidence import Evidence, Read, Scale, TextEncoder
from inference.evidence_shares import Shares, shares_of
from inference.features.token_owners import Owner
from inference.inputs import InputValue
from inference.manifest import Manifest
from inference.reasons import REASONS_MAX, Reason
from inference.written import PHRASES, figures

_NEGLIGIBLE = 1e-9
_WORD_CHARS_MAX, _VALUE_CHARS_MAX = 40, 80


class Told(msgspec.Struct, frozen=True):
    """Why a row was given its class. margin = shares.base_value + the sum of shares.columns."""

    name: str
    said: Read
    shares: Shares


class ClassReasons:
    """The reasons of one version. Pure: the same row has the same ones whenever it is asked about."""

    def __init__(self, manifest: Manifest, evidence: Evidence, scale: Scale, reader: TextEncoder) -> None:
        self._manifest = manifest
        self._evidence = evidence
        self._scale = scale
        self._reader = reader
        self._flags = {column.name for column in manifest.columns if column.kind == "boolean"}

    def tell(self, inputs: Mapping[str, InputValue], row: ScoredRow) -> Told:
        """inputs: all columns, as they were scored. row: what came of them."""
        chosen = int(row.heads[CLASSES].argmax())
        said = self._reader.read(inputs)
        calibration = self._manifest.calibration
        shares = shares_of(self._evidence, self._scale, calibration, said, chosen, row.margin)
        return Told(self._manifest.classes[chosen], said, shares)

    def reasons(self, told: Told, language: Language) -> list[Reason]:
        """The strongest first; ties by their order in the row."""
        strongest = sorted(told.shares.owners.items(), key=lambda each: -abs(each[1]))[:REASONS_MAX]
        values = self._values(told.said)
        return [
            self._reason(owner, amount, values, told.name, language)
            for owner, amount in strongest
            if abs(amount) > _NEGLIGIBLE
        ]

    def _values(self, said: Read) -> Mapping[str, str | float | None]:
        vocabulary = self._evidence.vocabulary
        return {
            **dict(zip(vocabulary.categories, said.categories, strict=True)),
            **dict(zip(vocabulary.numbers, said.numbers, strict=True)),
        }

    def _reason(
        self,
        owner: Owner,
        amount: float,
        values: Mapping[str, str | float | None],
        name: str,
        language: Language,
    ) -> Reason:
        value = values.get(owner.column)
        side: Literal["up", "down"] = "up" if amount > 0 else "down"
        words = _WORDS[language]
        fact = self._fact(owner, value, language)
        judged = words[side].replace("{class}", _short(name, _VALUE_CHARS_MAX))
        return Reason(
            code=owner.column if owner.kind == "value" else f"{owner.column}.{owner.kind}",
            text=f"{fact}{judged}{PHRASES[language].end}",
            feature=owner.column,
            value=float(value == _TRUE) if owner.column in self._flags else _number(value),
            contribution=amount,
            direction=side,
        )

    def _fact(self, owner: Owner, value: str | float | None, language: Language) -> str:
        phrases = PHRASES[language]
        title = f"`{owner.column}`"
        if owner.kind == "word":
            said = _short(owner.word, _WORD_CHARS_MAX)
            return _WORDS[language]["word"].replace("{title}", title).replace("{word}", said)
        if owner.kind == "text":
            return _WORDS[language]["text"].replace("{title}", title)
        if owner.kind == "missing":
            return phrases.column_missing.replace("{title}", title)
        if owner.column in self._flags:
            written = phrases.yes if value == _TRUE else phrases.no
        else:
            written = value if isinstance(value, str) else figures(value or 0.0)
        return phrases.column.replace("{title}", title).replace("{value}", _short(written, _VALUE_CHARS_MAX))


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
        "text": "{title} पूरा ऐसा लिखा है",
        "up": ", जो `{class}` के पक्ष में है",
        "down": ", जो `{class}` के विरुद्ध है",
    },
}


def _number(value: str | float | None) -> float | None:
    return None if isinstance(value, str) else value


def _short(text: str, chars_max: int) -> str:
    return text if len(text) <= chars_max else f"{text[: chars_max - 1]}…"
