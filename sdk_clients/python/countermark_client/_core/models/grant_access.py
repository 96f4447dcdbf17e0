# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="GrantAccess")


@_attrs_define
class GrantAccess:
    """since, until, types: narrow it to a part of the log: entries of this time, of these kinds; nothing but the log is
    read then.

        Attributes:
            holder (str): a member (`mbr_…`) of the role auditor, or a key (`key_…`) whose scopes an auditor has.
                expires_at: a year away at most.
            expires_at (datetime.datetime):
            reason (str):
            since (datetime.datetime | None | Unset):
            until (datetime.datetime | None | Unset):
            types (list[str] | Unset):
    """

    holder: str
    expires_at: datetime.datetime
    reason: str
    since: datetime.datetime | None | Unset = UNSET
    until: datetime.datetime | None | Unset = UNSET
    types: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        holder = d.pop("holder")
        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        reason = d.pop("reason")

        def _parse_since(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                since_type_0 = datetime.datetime.fromisoformat(data)

                return since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        since = _parse_since(d.pop("since", UNSET))

        def _parse_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.datetime.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        types = cast(list[str], d.pop("types", UNSET))

        return cls(
            holder=holder,
            expires_at=expires_at,
            reason=reason,
            since=since,
            until=until,
            types=types,
        )
