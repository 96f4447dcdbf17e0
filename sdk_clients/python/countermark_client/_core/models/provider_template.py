# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ProviderTemplate")


@_attrs_define
class ProviderTemplate:
    """What a provider or an operator registered this wording as.

    Attributes:
        id (str): the DLT template id of an SMS, the name or id of a WhatsApp template. entity_id: the sender's DLT
            principal entity id.
        entity_id (None | str | Unset):
        parameters (list[str] | Unset): placeholders in the order in which the provider counts them.
    """

    id: str
    entity_id: None | str | Unset = UNSET
    parameters: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        entity_id = cast("None | str | Unset", d.pop("entity_id", UNSET))
        parameters = cast(list[str], d.pop("parameters", UNSET))

        return cls(
            id=id,
            entity_id=entity_id,
            parameters=parameters,
        )
