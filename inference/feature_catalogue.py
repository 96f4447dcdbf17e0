"""The features by name: what each one says, how far back it looks, who answers for it, and which use cases score it.

Data of the use cases, put together: nothing here is written twice. What is computed of stored payments and sign-ins has a name
of its own (`emi_load`); what only the facts of one use case give is named after its feature set (`invoice.amount_minor`).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Literal

import msgspec

from core.errors import ErrorKind, PlatformError, shown
from inference.catalogue import CATALOGUE, Feature, Unit, UseCase, word_of
from inference.features import customers, payments, profiles
from inference.manifest import Actionable

FeatureType = Literal["number", "boolean", "category"]
Scope = Literal["customer", "payment", "event"]
"""What a feature is computed of: all that is stored of a customer; that and the payment in question; facts of one question."""

STATE_SETS: Mapping[str, Scope] = {"credit/1": "customer", "churn/1": "customer", "payment/1": "payment"}
CUSTOMER_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys((*customers.CREDIT_NAMES, *customers.CHURN_NAMES, *profiles.NAMES))
)
"""What is known of every customer, whatever is asked."""
PAYMENT_NAMES: tuple[str, ...] = tuple(name for name in payments.NAMES if name not in CUSTOMER_NAMES)
"""What is known besides where a payment is asked about."""
STORED_NAMES = frozenset((*CUSTOMER_NAMES, *PAYMENT_NAMES))
"""What rules, declared features and columns can read of what is stored."""

_TYPES: Mapping[str, FeatureType] = {"flag": "boolean", "label": "category"}
_HASHED = re.compile(r"(h)\d{3}")


class FeatureUnknown(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "feature_unknown"
    fix = "List the features to see which there are."


class CatalogueFeature(msgspec.Struct, frozen=True, kw_only=True):
    """One feature.

    scope: `customer` and `payment` can be read by rules, declared features and columns of a tenant's own versions; `event`
    is known only inside its use case. window: how far back it looks; empty when it is about the event alone.
    texts: how a reason says it, by language. columns: how many it stands for. feature_set: what computes it.
    """

    name: str
    title: str
    type: FeatureType
    unit: Unit
    window: str
    owner: str
    description: str
    texts: Mapping[str, str]
    scope: Scope
    feature_set: str
    use_cases: tuple[str, ...]
    actionable: Actionable = "no"
    columns: int = 1


class _Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    title: str
    unit: Unit
    window: str
    description: str
    text: str
    text_hi: str


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    owners: dict[str, str]
    features: tuple[_Told, ...]


def get(name: str) -> CatalogueFeature:
    """Raises: FeatureUnknown."""
    found = FEATURES.get(name)
    if found is None:
        raise FeatureUnknown(f"There is no feature `{shown(name)}`.")
    return found


def name_of(feature_set: str, column: str) -> str:
    """Return the name in the catalogue of a column of a feature set."""
    short = feature_set.partition("/")[0]
    if feature_set in STATE_SETS or (short == "lead" and column in profiles.OF_LEADS):
        return column
    hashed = _HASHED.fullmatch(column)
    return f"{short}.{hashed[1] if hashed else column}"


def _scope_of(feature_set: str, name: str) -> Scope:
    if name in CUSTOMER_NAMES:
        return "customer"
    return STATE_SETS.get(feature_set, "event")


def _read() -> dict[str, CatalogueFeature]:
    """Put the catalogue together; a feature set that nobody answers for stops the start."""
    file = resources.files("inference") / "features" / "catalogue.toml"
    more = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File)
    found: dict[str, CatalogueFeature] = {}
    for use_case in CATALOGUE.values():
        for feature in use_case.features:
            entry = _of_use_case(use_case, feature, more.owners)
            before = found.get(entry.name)
            found[entry.name] = entry if before is None else _joined(before, entry)
    for told in more.features:
        found[told.name] = _of_file(told, more.owners)
    return dict(sorted(found.items()))


def _of_use_case(use_case: UseCase, feature: Feature, owners: Mapping[str, str]) -> CatalogueFeature:
    name = name_of(use_case.feature_set, feature.name)
    feature_set = "profile/1" if name in profiles.OF_LEADS else use_case.feature_set
    texts = {language: word_of(told, feature.name).text for language, told in use_case.translations.items()}
    return CatalogueFeature(
        name=name,
        title=feature.title,
        type=_TYPES.get(feature.unit, "number"),
        unit=feature.unit,
        window=feature.window,
        owner=owners[feature_set.partition("/")[0]],
        description=feature.description,
        texts={"en": feature.text, **texts},
        scope=_scope_of(use_case.feature_set, name),
        feature_set=feature_set,
        use_cases=(use_case.name,),
        actionable=feature.actionable,
    )


def _of_file(told: _Told, owners: Mapping[str, str]) -> CatalogueFeature:
    return CatalogueFeature(
        name=told.name,
        title=told.title,
        type=_TYPES.get(told.unit, "number"),
        unit=told.unit,
        window=told.window,
        owner=owners["profile"],
        description=told.description,
        texts={"en": told.text, "hi": told.text_hi},
        scope="customer",
        feature_set="profile/1",
        use_cases=(),
    )


def _joined(before: CatalogueFeature, entry: CatalogueFeature) -> CatalogueFeature:
    """One entry of two: another use case scores it too, or another column that hashed words stand for."""
    if (before.unit, before.window) != (entry.unit, entry.window):
        raise ValueError(f"the feature {entry.name} means two things")
    if before.use_cases[-1] == entry.use_cases[0]:
        return msgspec.structs.replace(before, columns=before.columns + 1)
    way = before.actionable if before.actionable != "no" else entry.actionable
    return msgspec.structs.replace(before, use_cases=(*before.use_cases, *entry.use_cases), actionable=way)


def of_use_case(use_case: str) -> Sequence[CatalogueFeature]:
    return list(_scored_by(use_case))


def _scored_by(use_case: str) -> Iterator[CatalogueFeature]:
    return (feature for feature in FEATURES.values() if use_case in feature.use_cases)


FEATURES: Mapping[str, CatalogueFeature] = _read()
