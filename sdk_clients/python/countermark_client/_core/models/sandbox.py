# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.magic_value import MagicValue
    from ..models.seeded import Seeded


T = TypeVar("T", bound="Sandbox")


@_attrs_define
class Sandbox:
    """A tenant's sandbox with what opens it: key and secret are shown this once. magic_values: what is answered as told,
    whatever rules say.

        Attributes:
            tenant_id (str):
            environment_id (str):
            api_key_id (str):
            api_key (str):
            client_id (str):
            client_secret (str):
            seeded (Seeded): What a sandbox holds before anybody used it. customers: their ids.
            magic_values (list[MagicValue]):
    """

    tenant_id: str
    environment_id: str
    api_key_id: str
    api_key: str
    client_id: str
    client_secret: str
    seeded: Seeded
    magic_values: list[MagicValue]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.magic_value import MagicValue  # noqa: PLC0415
        from ..models.seeded import Seeded  # noqa: PLC0415

        d = dict(src_dict)
        tenant_id = d.pop("tenant_id")
        environment_id = d.pop("environment_id")
        api_key_id = d.pop("api_key_id")
        api_key = d.pop("api_key")
        client_id = d.pop("client_id")
        client_secret = d.pop("client_secret")
        seeded = Seeded.from_dict(d.pop("seeded"))

        magic_values = []
        _magic_values = d.pop("magic_values")
        for magic_values_item_data in _magic_values:
            magic_values_item = MagicValue.from_dict(magic_values_item_data)

            magic_values.append(magic_values_item)

        return cls(
            tenant_id=tenant_id,
            environment_id=environment_id,
            api_key_id=api_key_id,
            api_key=api_key,
            client_id=client_id,
            client_secret=client_secret,
            seeded=seeded,
            magic_values=magic_values,
        )
