"""How a customer lives: the nearest of a few ways of life, how near, and what makes it so."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources
from math import isnan

import msgspec
import numpy as np

from inference.answering.kinds import (
    Answered,
    Classes,
    EventAnswer,
    ScoredRow,
    TellingVersion,
    ranked,
)
from inference.features.segments import NAMES
from inference.linear_classes import Linear
from inference.manifest import Regions
from payments.history_facts import CustomerHistory

_TRAITS = 4
_NOISE = "none"


class SegmentNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What starters measured whose manifests do not say it yet: kept, so that their decisions replay.

    names: of the k-means clusters. dense: of the DBSCAN clusters. eps: within it of a core point, a customer is dense.
    mean, deviation: of each feature over the customers learned from. centres: of the k-means clusters, standardised by them.
    softness: in squared standard deviations, how far beyond the nearest centre halves a share, roughly.
    """

    names: list[str]
    dense: list[str]
    eps: float
    softness: float
    mean: list[float]
    deviation: list[float]
    centres: list[list[float]]

    def linear(self) -> Linear:
        """The shares as sums of the features: -distance² / softness, less what is the same for all segments."""
        centres, deviation = np.array(self.centres), np.array(self.deviation)
        table = 2 / self.softness * centres.T / deviation[:, None]
        bias = -(centres**2).sum(axis=1) / self.softness - np.array(self.mean) @ table
        origin = np.array(self.mean, np.float32)
        return Linear(table.astype(np.float32), bias.astype(np.float32), origin)


class SegmentDistance(msgspec.Struct, frozen=True, kw_only=True):
    """One segment and how far from its centre the customer is, in standard deviations over all features."""

    segment: str
    distance: float


class SegmentTrait(msgspec.Struct, frozen=True, kw_only=True):
    """One feature that puts the customer into the segment.

    z_score: by how many standard deviations the customer is unlike the average one in it.
    """

    trait: str
    value: float
    z_score: float


class SegmentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the segment is right, calibrated, 0 to 1.

    segment: the nearest by k-means.
    dense_segment: the one that DBSCAN puts the customer into; `none` where the customer is like nobody.
    distances: to every segment, the nearest first.
    traits: what speaks for the segment, against all others, the strongest first.
    """

    probability: float
    segment: str | None
    dense_segment: str | None
    distances: list[SegmentDistance]
    traits: list[SegmentTrait]


def _read_names() -> SegmentNames:
    file = resources.files("inference.answering") / "segments.toml"
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), SegmentNames)


class _Known(msgspec.Struct, frozen=True):
    """What a version knows of its segments, by its manifest; a starter whose manifest does not say it, by `segments.toml`."""

    names: Sequence[str]
    regions: Regions
    sums: Linear


def _of_starter(told: SegmentNames) -> _Known:
    regions = Regions(
        dense=tuple(told.dense), radius=told.eps, mean=tuple(told.mean), deviation=tuple(told.deviation)
    )
    return _Known(told.names, regions, told.linear())


SEGMENTS = _read_names()
_STARTER = _of_starter(SEGMENTS)


def _answer(history: CustomerHistory, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    del history, at
    return _told(rows[0], _STARTER)


def _by_version(
    history: CustomerHistory, at: datetime, rows: Sequence[ScoredRow], version: TellingVersion
) -> Answered:
    del history, at
    regions, sums = version.manifest.regions, version.linear
    if regions is None or sums is None:
        return _told(rows[0], _STARTER)
    return _told(rows[0], _Known(version.manifest.classes, regions, sums))


def _told(row: ScoredRow, known: _Known) -> Answered:
    distances = row.heads["distances"].tolist()
    order = ranked([-each for each in distances])
    cores = row.heads["core_distances"].tolist()
    nearest = ranked([-each for each in cores])[0]
    dense = known.regions.dense[nearest] if cores[nearest] <= known.regions.radius else _NOISE
    return Answered(
        SegmentAnswer(
            probability=row.probability,
            segment=known.names[order[0]],
            dense_segment=dense,
            distances=[
                SegmentDistance(segment=known.names[place], distance=round(distances[place], 4))
                for place in order
            ],
            traits=_traits(row, order[0], known),
        ),
        chosen=order[0],
    )


def _traits(row: ScoredRow, chosen: int, known: _Known) -> list[SegmentTrait]:
    """What adds most to the log odds of the segment, exactly; what is missing is no trait."""
    amounts = known.sums.split(row.row, chosen).amounts.tolist()
    values = row.row.tolist()
    strongest = [place for place in ranked(amounts) if amounts[place] > 0 and not isnan(values[place])]
    return [
        SegmentTrait(
            trait=NAMES[place],
            value=round(values[place], 4),
            z_score=round((values[place] - known.regions.mean[place]) / known.regions.deviation[place], 3),
        )
        for place in strongest[:_TRAITS]
    ]


def _of_classes(probability: float, found: Classes) -> Mapping[str, object]:
    del probability
    return {"segment": found.names[0]}


SEGMENT = EventAnswer(SegmentAnswer, CustomerHistory, _answer, told=_of_classes, by_version=_by_version)
