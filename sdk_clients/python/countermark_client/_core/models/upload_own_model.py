# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="UploadOwnModel")


@_attrs_define
class UploadOwnModel:
    """A model as scikit-learn, LightGBM, XGBoost or PyTorch exported it, and two files that say how to read it.

    Attributes:
        use_case (str):
        name (str): what you call it, for people.
        manifest (str): JSON with the columns in order and the output that is the probability.
        sample (str): JSON with 20 to 1,000 rows and what the model itself answers for each.
        graph (str | Unset): the ONNX file, of at most 5 MB with the others; graph_sha256: instead of it, that of one
            that `uploadModelGraph` received. Default: ''.
        graph_sha256 (None | str | Unset):
    """

    use_case: str
    name: str
    manifest: str
    sample: str
    graph: str | Unset = ""
    graph_sha256: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        name = d.pop("name")
        manifest = d.pop("manifest")
        sample = d.pop("sample")
        graph = d.pop("graph", UNSET)
        graph_sha256 = cast("None | str | Unset", d.pop("graph_sha256", UNSET))
        return cls(
            use_case=use_case,
            name=name,
            manifest=manifest,
            sample=sample,
            graph=graph,
            graph_sha256=graph_sha256,
        )
