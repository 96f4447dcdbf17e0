# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="OwnModelView")


@_attrs_define
class OwnModelView:
    """The version that was kept, ready to be deployed, and what its trial found.

    Attributes:
        id (str):
        use_case (str):
        name (str):
        digest (str): SHA-256 over its artefact, in hexadecimal; the same stands in decisions and ledger entries.
        features (list[str]):
        created_at (None | str):
        created_by (str):
        difference_max (float): the largest difference between what the sample expects and what came here, in
            probability.
        batch_invariant (bool): whether a row scores the same bits in any company; without that rows run one by one.
        missing_taken (bool): whether a row of nothing but missing values has a score. cost_us: microseconds that one
            row takes.
        cost_us (int):
        memory_bytes (int): what loading it and running a thousand rows took.
    """

    id: str
    use_case: str
    name: str
    digest: str
    features: list[str]
    created_at: None | str
    created_by: str
    difference_max: float
    batch_invariant: bool
    missing_taken: bool
    cost_us: int
    memory_bytes: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        name = d.pop("name")
        digest = d.pop("digest")
        features = cast(list[str], d.pop("features"))

        created_at = cast("None | str", d.pop("created_at"))
        created_by = d.pop("created_by")
        difference_max = d.pop("difference_max")
        batch_invariant = d.pop("batch_invariant")
        missing_taken = d.pop("missing_taken")
        cost_us = d.pop("cost_us")
        memory_bytes = d.pop("memory_bytes")
        return cls(
            id=id,
            use_case=use_case,
            name=name,
            digest=digest,
            features=features,
            created_at=created_at,
            created_by=created_by,
            difference_max=difference_max,
            batch_invariant=batch_invariant,
            missing_taken=missing_taken,
            cost_us=cost_us,
            memory_bytes=memory_bytes,
        )
