"""Features as both faces show them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from inference.catalogue import Language, Unit
from inference.declared.entities import (
    PREFIX,
    DeclareFeature,
    Expression,
    FeatureName,
    InputName,
    Line,
)
from inference.declared.features import CustomerFeatures, Declaration, KnownFeature
from inference.feature_catalogue import FeatureType

FeatureValue = str | float | bool | None
AnyName = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.]+$(?!\n)")]
Number = Annotated[int, Meta(ge=1, le=1_000_000)]


class NewFeature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feature of the tenant's own.

    name: what rules, columns and people call it; the catalogue must not have it.
    expression: in the language of the rules, over `features.<name>` of the catalogue and the facts of the question.
    type: what the expression gives. description: what it is. owner: who answers for it. unit: what its values are.
    inputs: columns of your own that the expression reads as `inputs.<name>`, and their types.
    texts: what a reason says of it, by language (en, hi), with `{value}` where its value stands; else the description says it.
    """

    name: FeatureName
    expression: Expression
    type: FeatureType
    description: Line
    owner: Line
    unit: Unit = "number"
    inputs: Annotated[dict[InputName, FeatureType], Meta(max_length=32)] = {}
    texts: Annotated[dict[Language, Line], Meta(max_length=2)] = {}


class DeclarationView(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a declaration. It never changes, but may be retired.

    number: counts the versions of one name. inputs: columns of your own that it reads as `inputs.<name>`, and their types.
    reads: all facts that it reads. cost_us: microseconds of its worst case, as it was priced. digest: SHA-256, in
    hexadecimal, of all that makes the value; the same stands in ledger entries. retired_at: since when nothing new can read it.
    """

    id: str
    number: int
    expression: str
    inputs: dict[str, str]
    reads: list[str]
    cost_us: int
    digest: str
    created_at: datetime
    created_by: str
    retired_at: datetime | None


class FeatureDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One feature.

    type: number, boolean or category; rules see a boolean of the catalogue as 1 or 0 and a category as its code.
    window: how far back it looks; empty when it is about the event alone. owner: who answers for it.
    texts: how a reason says it, by language.
    scope: what it is computed of: `customer` of all that is stored of a customer, `payment` of that and the payment asked
    about, `event` of the facts of its use cases alone, `declared` by an expression.
    feature_set: what computes it. use_cases: whose own models score it. actionable: which way a person can be asked to
    change it. columns: how many it stands for. declaration: what a declared one has besides.
    """

    name: str
    title: str
    type: str
    unit: str
    window: str
    owner: str
    description: str
    texts: dict[str, str]
    scope: str
    feature_set: str
    use_cases: list[str]
    actionable: str
    columns: int
    declaration: DeclarationView | None


class FeaturePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of features, by name."""

    data: list[FeatureDetail]
    has_more: bool
    next_after: str | None


class CustomerFeaturesView(msgspec.Struct, frozen=True, kw_only=True):
    """What the features say of a customer; null where that is not known.

    as_of: the moment that they are of. catalogue: those of every customer. declared: your own that are not retired.
    """

    customer_id: str
    as_of: datetime
    catalogue: dict[str, FeatureValue]
    declared: dict[str, FeatureValue]


def declared_of(sent: NewFeature) -> DeclareFeature:
    return DeclareFeature(**{name: getattr(sent, name) for name in NewFeature.__struct_fields__})


def feature_detail(feature: KnownFeature) -> FeatureDetail:
    return FeatureDetail(
        name=feature.name,
        title=feature.title,
        type=feature.type,
        unit=feature.unit,
        window=feature.window,
        owner=feature.owner,
        description=feature.description,
        texts={str(language): text for language, text in feature.texts.items()},
        scope=feature.scope,
        feature_set=feature.feature_set,
        use_cases=list(feature.use_cases),
        actionable=feature.actionable,
        columns=feature.columns,
        declaration=None if feature.declaration is None else _declaration(feature.declaration),
    )


def _declaration(kept: Declaration) -> DeclarationView:
    return DeclarationView(
        id=public(PREFIX, kept.id),
        number=kept.number,
        expression=kept.expression,
        inputs=dict(kept.inputs),
        reads=list(kept.reads),
        cost_us=kept.cost_us,
        digest=kept.digest.hex(),
        created_at=kept.created_at,
        created_by=kept.created_by,
        retired_at=kept.retired_at,
    )


def feature_page(page: Page[KnownFeature]) -> FeaturePage:
    return FeaturePage(
        data=[feature_detail(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def customer_features(customer_id: str, found: CustomerFeatures) -> CustomerFeaturesView:
    return CustomerFeaturesView(
        customer_id=customer_id,
        as_of=found.as_of,
        catalogue=dict(found.catalogue),
        declared=dict(found.declared),
    )
