# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.segment_distance import SegmentDistance
    from ..models.segment_trait import SegmentTrait


T = TypeVar("T", bound="SegmentAnswer")


@_attrs_define
class SegmentAnswer:
    """SegmentAnswer.

    Attributes:
        probability (float): that the segment is right, calibrated, 0 to 1.
        segment (None | str): the nearest by k-means.
        dense_segment (None | str): the one that DBSCAN puts the customer into; `none` where the customer is like
            nobody.
        distances (list[SegmentDistance]): to every segment, the nearest first.
        traits (list[SegmentTrait]): what speaks for the segment, against all others, the strongest first.
    """

    probability: float
    segment: None | str
    dense_segment: None | str
    distances: list[SegmentDistance]
    traits: list[SegmentTrait]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.segment_distance import SegmentDistance  # noqa: PLC0415
        from ..models.segment_trait import SegmentTrait  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        segment = cast("None | str", d.pop("segment"))
        dense_segment = cast("None | str", d.pop("dense_segment"))
        distances = []
        _distances = d.pop("distances")
        for distances_item_data in _distances:
            distances_item = SegmentDistance.from_dict(distances_item_data)

            distances.append(distances_item)

        traits = []
        _traits = d.pop("traits")
        for traits_item_data in _traits:
            traits_item = SegmentTrait.from_dict(traits_item_data)

            traits.append(traits_item)

        return cls(
            probability=probability,
            segment=segment,
            dense_segment=dense_segment,
            distances=distances,
            traits=traits,
        )
