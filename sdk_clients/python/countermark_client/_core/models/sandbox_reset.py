# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.seeded import Seeded


T = TypeVar("T", bound="SandboxReset")


@_attrs_define
class SandboxReset:
    """SandboxReset.

    Attributes:
        environment_id (str):
        cleared (int): rows. seeded: null where no seed was wanted.
        seeded (None | Seeded):
    """

    environment_id: str
    cleared: int
    seeded: None | Seeded

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.seeded import Seeded  # noqa: PLC0415

        d = dict(src_dict)
        environment_id = d.pop("environment_id")
        cleared = d.pop("cleared")

        def _parse_seeded(data: object) -> None | Seeded:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                seeded_type_0 = Seeded.from_dict(data)

                return seeded_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Seeded, data)

        seeded = _parse_seeded(d.pop("seeded"))

        return cls(
            environment_id=environment_id,
            cleared=cleared,
            seeded=seeded,
        )
