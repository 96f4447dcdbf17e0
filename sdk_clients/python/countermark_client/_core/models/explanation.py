# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Explanation")


@_attrs_define
class Explanation:
    """The whole vector: margin = base_value + the sum of contributions, within 1e-5; there are none of models that are no
    sum
    of parts. Of a version of your own that tells classes they are by column, and base_value is that of the class that
    was named.

        Attributes:
            margin (float):
            base_value (float):
            features (Any):
            contributions (Any):
    """

    margin: float
    base_value: float
    features: Any
    contributions: Any

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        margin = d.pop("margin")
        base_value = d.pop("base_value")
        features = d.pop("features")
        contributions = d.pop("contributions")
        return cls(
            margin=margin,
            base_value=base_value,
            features=features,
            contributions=contributions,
        )
