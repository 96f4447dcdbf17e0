"""How a customer lives: the nearest of a few ways of life, how near, and what makes it so."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources
from math import isnan

import msgspec

from inference.answering.kinds import Answered, Classes, EventAnswer, Finding, ScoredRow
from inference.features.segments import NAMES
from payments.history_facts import CustomerHistory

_TRAITS = 4
_NOISE = "none"


class SegmentNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Written by the training of the starter beside its graph, so that a cluster has a name.

    names: of the k-means clusters. dense: of the DBSCAN clusters. eps: within it of a core point, a customer is dense.
    mean, deviation: of each feature over the customers learned from.
    """

    names: list[str]
    dense: list[str]
    eps: float
    mean: list[float]
    deviation: list[float]


class SegmentDistance(msgspec.Struct, frozen=True, kw_only=True):
    """One segment and how far from its centre the customer is, in standard deviations over all features."""

    segment: str
    distance: float


class SegmentTrait(msgspec.Struct, frozen=True, kw_only=True):
    """One feature in which the customer is unlike the average one. z_score: by how many standard deviations."""

    trait: str
    value: float
    z_score: float


class SegmentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the segment is right, calibrated, 0 to 1.

    segment: the nearest by k-means.
    dense_segment: the one that DBSCAN puts the customer into; `none` where the customer is like nobody.
    distances: to every segment, the nearest first.
    traits: what the customer is most unlike others in, the strongest first.
    """

    probability: float
    segment: str | None
    dense_segment: str | None
    distances: list[SegmentDistance]
    traits: list[SegmentTrait]


def _read_names() -> SegmentNames:
    file = resources.files("inference.answering") / "segments.toml"
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), SegmentNames)


SEGMENTS = _read_names()


def _answer(history: CustomerHistory, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    del history, at
    row = rows[0]
    distances = row.heads["distances"].tolist()
    order = sorted(range(len(distances)), key=lambda place: (distances[place], place))
    cores = row.heads["core_distances"].tolist()
    nearest = min(range(len(cores)), key=lambda place: (cores[place], place))
    traits = _traits(row)
    dense = SEGMENTS.dense[nearest] if cores[nearest] <= SEGMENTS.eps else _NOISE
    findings = [
        Finding(code=f"trait.{trait.trait}.{'high' if trait.z_score > 0 else 'low'}", value=trait.value)
        for trait in traits[:3]
    ]
    return Answered(
        SegmentAnswer(
            probability=row.probability,
            segment=SEGMENTS.names[order[0]],
            dense_segment=dense,
            distances=[
                SegmentDistance(segment=SEGMENTS.names[place], distance=round(distances[place], 4))
                for place in order
            ],
            traits=traits,
        ),
        findings=tuple(findings),
    )


def _traits(row: ScoredRow) -> list[SegmentTrait]:
    known = [
        (name, float(value), (float(value) - mean) / deviation)
        for name, value, mean, deviation in zip(
            NAMES, row.row, SEGMENTS.mean, SEGMENTS.deviation, strict=True
        )
        if not isnan(value)
    ]
    known.sort(key=lambda each: (-abs(each[2]), each[0]))
    return [
        SegmentTrait(trait=name, value=round(value, 4), z_score=round(z, 3))
        for name, value, z in known[:_TRAITS]
    ]


def _of_classes(probability: float, found: Classes) -> Mapping[str, object]:
    del probability
    return {"segment": found.names[0]}


SEGMENT = EventAnswer(SegmentAnswer, CustomerHistory, _answer, told=_of_classes)
