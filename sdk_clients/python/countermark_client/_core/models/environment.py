# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.environment_mode import EnvironmentMode, check_environment_mode
from ..models.environment_standing import EnvironmentStanding, check_environment_standing
from ..types import plain

if TYPE_CHECKING:
    from ..models.closing import Closing


T = TypeVar("T", bound="Environment")


@_attrs_define
class Environment:
    """Environment.

    Attributes:
        id (str):
        tenant_id (str):
        mode (EnvironmentMode):
        standing (EnvironmentStanding): `destroyed` once its keys are gone. closing: null while it is open.
        created_at (str):
        closing (Closing | None):
    """

    id: str
    tenant_id: str
    mode: EnvironmentMode
    standing: EnvironmentStanding
    created_at: str
    closing: Closing | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.closing import Closing  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        tenant_id = d.pop("tenant_id")
        mode = check_environment_mode(d.pop("mode"))

        standing = check_environment_standing(d.pop("standing"))

        created_at = d.pop("created_at")

        def _parse_closing(data: object) -> Closing | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                closing_type_0 = Closing.from_dict(data)

                return closing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Closing | None, data)

        closing = _parse_closing(d.pop("closing"))

        return cls(
            id=id,
            tenant_id=tenant_id,
            mode=mode,
            standing=standing,
            created_at=created_at,
            closing=closing,
        )
