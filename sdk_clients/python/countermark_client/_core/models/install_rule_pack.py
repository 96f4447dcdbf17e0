# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="InstallRulePack")


@_attrs_define
class InstallRulePack:
    """InstallRulePack.

    Attributes:
        pack (str): its id. edition: the day from which its limits hold; the newest when absent. reason: why, for the
            history.
        edition (datetime.date | None | Unset):
        reason (None | str | Unset):
    """

    pack: str
    edition: datetime.date | None | Unset = UNSET
    reason: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        pack = d.pop("pack")

        def _parse_edition(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                edition_type_0 = datetime.date.fromisoformat(data)

                return edition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        edition = _parse_edition(d.pop("edition", UNSET))

        reason = cast("None | str | Unset", d.pop("reason", UNSET))
        return cls(
            pack=pack,
            edition=edition,
            reason=reason,
        )
