# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CaseStepView")


@_attrs_define
class CaseStepView:
    """One line of a case's history.

    Attributes:
        id (str):
        at (str):
        actor (str):
        what (str): `opened`, `assigned`, `moved`, `commented`, `evidence`, `waiting`, `resumed`, `proposed`, `refused`
            or `closed`; in the ledger as `case.{what}.v1` under the same id.
        value (None | str):
        comment (None | str):
    """

    id: str
    at: str
    actor: str
    what: str
    value: None | str
    comment: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        at = d.pop("at")
        actor = d.pop("actor")
        what = d.pop("what")
        value = cast("None | str", d.pop("value"))
        comment = cast("None | str", d.pop("comment"))
        return cls(
            id=id,
            at=at,
            actor=actor,
            what=what,
            value=value,
            comment=comment,
        )
