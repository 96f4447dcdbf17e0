"""Use cases as both faces show them."""

from typing import Literal, cast

import msgspec

from inference.catalogue import UseCase


class FeatureView(msgspec.Struct, frozen=True, kw_only=True):
    """One feature of the starter model. window: how far back it looks; empty when it is about the event alone."""

    name: str
    title: str
    unit: str
    window: str
    description: str


Input = Literal[
    "transaction",
    "customer",
    "invoice",
    "payout",
    "routing",
    "history",
    "statement",
    "ticket",
    "commission",
    "portfolio",
]


class LabelView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the starter can name, such as a category. title: in English. title_hi: in Hindi."""

    name: str
    title: str
    title_hi: str


class UseCaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A question that can be asked. input: what it is about, and the field of a question that carries it.

    labels: categories or causes that the starter names; empty where it names none. Versions of your own have theirs.
    """

    name: str
    title: str
    question: str
    meaning: str
    input: Input
    features: list[FeatureView]
    labels: list[LabelView]


class UseCasePage(msgspec.Struct, frozen=True, kw_only=True):
    """The catalogue."""

    data: list[UseCaseView]
    has_more: bool
    next_after: str | None


def use_case_view(use_case: UseCase) -> UseCaseView:
    return UseCaseView(
        name=use_case.name,
        title=use_case.title,
        question=use_case.question,
        meaning=use_case.meaning,
        input=cast("Input", use_case.input),
        features=[
            FeatureView(
                name=feature.name,
                title=feature.title,
                unit=feature.unit,
                window=feature.window,
                description=feature.description,
            )
            for feature in use_case.features
        ],
        labels=[
            LabelView(name=name, title=title, title_hi=use_case.translations["hi"].labels[name])
            for name, title in use_case.labels.items()
        ],
    )
