"""Reasons: the features that moved a score most, and what else was found, in words made of the actual values."""

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.answering.kinds import Finding
from inference.catalogue import Feature, Language, Translation, Unit, UseCase, Words, word_of
from inference.declared import words
from inference.manifest import Column, Manifest
from inference.written import PHRASES, written

__all__ = ["REASONS_MAX", "Reason", "Wording", "currency_of", "written"]
REASONS_MAX = 4
_NEGLIGIBLE = 1e-9


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One feature's additive share of the margin, and what it says; or something found beside the score.

    value: None where missing. contribution: in calibrated log odds; 0 of what was found. code: stable, for adverse-action
    letters.
    """

    code: str
    text: str
    feature: str
    value: float | None
    contribution: float
    direction: Literal["up", "down"]


def currency_of(event: msgspec.Struct | None) -> str | None:
    """Return the currency that an event's facts are in, where they name one."""
    found = getattr(event, "currency", None)
    return found if isinstance(found, str) else None


class _Voice(msgspec.Struct, frozen=True):
    """One language's words for the features of one version."""

    features: Sequence[Feature]
    findings: Mapping[str, Words]
    raises: str
    lowers: str


class Wording:
    """The words of one version's features: the catalogue's, or plain ones for a tenant's own columns."""

    def __init__(self, use_case: UseCase, manifest: Manifest) -> None:
        self._adverse_first = use_case.adverse_first
        self._units = {finding.code: finding for finding in use_case.findings}
        self._voices = {"en": _english(use_case, manifest)}
        for language, translation in use_case.translations.items():
            self._voices[language] = _translated(use_case, manifest, translation)

    def reasons(
        self,
        row: NDArray[np.float32],
        contributions: NDArray[np.float64],
        *,
        currency: str | None = None,
        limit: int = REASONS_MAX,
        adverse_only: bool = False,
        language: Language = "en",
    ) -> list[Reason]:
        """The strongest contributions first; ties by the order of features, so that a replay says the same. Of a use case whose
        answer somebody may be refused for, first all that raised the score.

        row, contributions: one row of the matrix and of `LoadedVersion.explain`.
        adverse_only: only what raised the score, as an adverse-action notice must list.
        """
        parts = contributions.tolist()
        sizes = parts if adverse_only else [*map(abs, parts)]
        order = sorted(range(len(parts)), key=sizes.__getitem__, reverse=True)
        if self._adverse_first:
            raised = [at for at in order if parts[at] > _NEGLIGIBLE]
            order = raised if len(raised) >= limit else raised + [at for at in order if at not in raised]
        return [
            self._reason(at, float(row[at]), parts[at], currency, language)
            for at in order[:limit]
            if sizes[at] > _NEGLIGIBLE
        ]

    def finding(self, found: Finding, *, currency: str | None, language: Language = "en") -> Reason:
        """Say what was found. Its code must be among the use case's."""
        told = self._units[found.code]
        words = self._voices[language].findings[found.code]
        text = words.text
        if found.value is not None:
            text = text.replace("{value}", written(told, found.value, currency, language=language))
        for name, value in found.values.items():
            text = text.replace(f"{{{name}}}", value)
        return Reason(
            code=found.code,
            text=text + PHRASES[language].end,
            feature=found.code,
            value=found.value,
            contribution=0.0,
            direction="up",
        )

    def value(self, at: int, value: float, *, currency: str | None, language: Language) -> str:
        """The value of the feature at a place of the row, as a person would write it."""
        feature = self._voices[language].features[at]
        if math.isnan(value):
            return _fact(feature, value, currency, language)
        return written(feature, value, currency, language=language)

    def fact(self, at: int, value: float, currency: str | None, language: Language) -> str:
        """What the value of the feature at a place of the row says."""
        return _fact(self._voices[language].features[at], value, currency, language)

    def _reason(
        self, at: int, value: float, contribution: float, currency: str | None, language: Language
    ) -> Reason:
        voice = self._voices[language]
        feature = voice.features[at]
        missing = math.isnan(value)
        up = contribution > 0
        fact = _fact(feature, value, currency, language)
        return Reason(
            code=f"{feature.name}.missing" if missing else feature.name,
            text=f"{fact}, {voice.raises if up else voice.lowers}{PHRASES[language].end}",
            feature=feature.name,
            value=None if missing else value,
            contribution=contribution,
            direction="up" if up else "down",
        )


def _english(use_case: UseCase, manifest: Manifest) -> _Voice:
    known = {feature.name: feature for feature in use_case.features}
    findings = {each.code: Words(text=each.text) for each in use_case.findings}
    return _Voice(_described(manifest, known, "en"), findings, use_case.raises, use_case.lowers)


def _translated(use_case: UseCase, manifest: Manifest, translation: Translation) -> _Voice:
    known = {
        feature.name: msgspec.structs.replace(
            feature, **msgspec.structs.asdict(word_of(translation, feature.name))
        )
        for feature in use_case.features
    }
    described = _described(manifest, known, "hi")
    return _Voice(described, translation.findings, translation.raises, translation.lowers)


def _described(manifest: Manifest, known: Mapping[str, Feature], language: Language) -> Sequence[Feature]:
    if manifest.inputs == "facts":
        beside = words.described(manifest, language) if manifest.columns else {}
        return [
            known.get(name) or beside.get(name) or _of_column(Column(name=name, kind="number"), language)
            for name in manifest.features  # the last are of an earlier release's catalogue
        ]
    columns = {column.name: column for column in manifest.columns}
    if manifest.task == "classes":  # what they are made of are tokens, which have no words of their own
        columns = {name: Column(name=name, kind="number") for name in manifest.features}
    return [_of_column(columns[name], language) for name in manifest.features]


def _fact(feature: Feature, value: float, currency: str | None, language: Language) -> str:
    if math.isnan(value):
        return feature.missing or PHRASES[language].unknown.replace("{title}", feature.title)
    if feature.unit == "flag" and value == 0.0 and feature.no:
        return feature.no
    return feature.text.replace("{value}", written(feature, value, currency, language=language))


_UNIT_OF_COLUMN: dict[str, Unit] = {"number": "number", "boolean": "flag", "category": "label"}


def _of_column(column: Column, language: Language) -> Feature:
    phrases = PHRASES[language]
    title = f"`{column.name}`"
    return Feature(
        name=column.name,
        title=title,
        unit=_UNIT_OF_COLUMN[column.kind],
        description="A column of the tenant's own.",
        text=phrases.column.replace("{title}", title),
        missing=phrases.column_missing.replace("{title}", title),
        labels=tuple(words.labels_of(column, language)),
    )
