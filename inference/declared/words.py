"""What reasons say of the features that a version of facts scores beside its feature set. Pure."""

from collections.abc import Iterator, Sequence
from typing import get_args

from inference.catalogue import Feature, Language, Unit
from inference.declared.columns import GROUP
from inference.feature_catalogue import FEATURES
from inference.manifest import Column, DeclaredInput, Manifest
from inference.written import PHRASES

_UNIT_OF_KIND: dict[str, Unit] = {"boolean": "flag", "category": "label"}
_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit) if unit not in {"flag", "label"}}
_SENTENCE_END = ".।"


def described(manifest: Manifest, language: Language) -> dict[str, Feature]:
    """Describe each added feature by the name of its column."""
    declared = {feature.name: feature for feature in manifest.declared}
    return {feature.name: feature for feature in _described(manifest, declared, language)}


def _described(
    manifest: Manifest, declared: dict[str, DeclaredInput], language: Language
) -> Iterator[Feature]:
    for column in manifest.columns:
        name = column.name.removeprefix(GROUP)
        own = declared.get(name)
        known = FEATURES.get(name)
        if own is None and known is None:  # of an earlier release's catalogue
            title = f"`{column.name}`"
            yield _feature(column, title, "", PHRASES[language].column.replace("{title}", title), language)
        elif own is None and known is not None:
            text = known.texts.get(language, known.texts["en"])
            yield _feature(column, known.title, known.unit, text, language)
        elif own is not None:
            title = own.title.rstrip(_SENTENCE_END)
            yield _feature(column, title, own.unit, _text_of(own, title, language), language)


def _text_of(own: DeclaredInput, title: str, language: Language) -> str:
    """In the language that is asked for, else in the one that was declared, else the description."""
    return own.texts.get(language) or next(iter(own.texts.values()), f"{title}: {{value}}")


def _feature(column: Column, title: str, unit: str, text: str, language: Language) -> Feature:
    return Feature(
        name=column.name,
        title=title,
        unit=_UNIT_OF_KIND.get(column.kind) or _UNITS.get(unit, "number"),
        description=title,
        text=text,
        labels=tuple(labels_of(column, language)),
    )


def labels_of(column: Column, language: Language) -> Sequence[str]:
    """Name the codes of a category, in their order."""
    if column.kind != "category":
        return ()
    by_code = {code: name for name, code in column.codes.items()}
    if column.other is not None:
        by_code[column.other] = PHRASES[language].other
    return [by_code.get(code, "") for code in range(max(by_code, default=-1) + 1)]
