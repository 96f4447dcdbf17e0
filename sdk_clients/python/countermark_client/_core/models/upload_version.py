# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.upload_version_runtime import UploadVersionRuntime, check_upload_version_runtime
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="UploadVersion")


@_attrs_define
class UploadVersion:
    """A version as `countermark train` wrote it. The files of its folder, each in base64.

    Attributes:
        use_case (str):
        name (str): what you call it, for people.
        manifest (str): `manifest.json`, which holds the SHA-256 of the others.
        graph (str): `score.onnx`.
        paths (str): `paths.npz`, the tables of exact explanations.
        card (str): `card.json`.
        card_text (str): `card.md`.
        runtime (UploadVersionRuntime | Unset): `onnx` scores in the service; `kserve` on the installation's model
            server, which must serve these bytes already. Default: 'onnx'.
        parent_id (None | str | Unset): the version that it is made to take the place of, for the record.
        tokens (None | str | Unset): `tokens.npz`, what the words of texts say; only of versions that tell classes.
    """

    use_case: str
    name: str
    manifest: str
    graph: str
    paths: str
    card: str
    card_text: str
    runtime: UploadVersionRuntime | Unset = "onnx"
    parent_id: None | str | Unset = UNSET
    tokens: None | str | Unset = UNSET

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
        graph = d.pop("graph")
        paths = d.pop("paths")
        card = d.pop("card")
        card_text = d.pop("card_text")
        _runtime = d.pop("runtime", UNSET)
        runtime: UploadVersionRuntime | Unset
        if isinstance(_runtime, Unset):
            runtime = UNSET
        else:
            runtime = check_upload_version_runtime(_runtime)

        parent_id = cast("None | str | Unset", d.pop("parent_id", UNSET))
        tokens = cast("None | str | Unset", d.pop("tokens", UNSET))
        return cls(
            use_case=use_case,
            name=name,
            manifest=manifest,
            graph=graph,
            paths=paths,
            card=card,
            card_text=card_text,
            runtime=runtime,
            parent_id=parent_id,
            tokens=tokens,
        )
