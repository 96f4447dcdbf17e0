# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.used_model_role import UsedModelRole, check_used_model_role
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="UsedModel")


@_attrs_define
class UsedModel:
    """The version that scored. digest: SHA-256 of its artefact, as in the ledger entry.

    Attributes:
        version_id (str):
        digest (str):
        deployment_id (None | str | Unset): null where the starter answers that nobody deployed. role: of that
            deployment.
        role (UsedModelRole | Unset):  Default: 'champion'.
    """

    version_id: str
    digest: str
    deployment_id: None | str | Unset = UNSET
    role: UsedModelRole | Unset = "champion"

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        version_id = d.pop("version_id")
        digest = d.pop("digest")
        deployment_id = cast("None | str | Unset", d.pop("deployment_id", UNSET))
        _role = d.pop("role", UNSET)
        role: UsedModelRole | Unset
        if isinstance(_role, Unset):
            role = UNSET
        else:
            role = check_used_model_role(_role)

        return cls(
            version_id=version_id,
            digest=digest,
            deployment_id=deployment_id,
            role=role,
        )
