# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.linked_cause_view_bond import LinkedCauseViewBond, check_linked_cause_view_bond
from ..models.linked_cause_view_kind import LinkedCauseViewKind, check_linked_cause_view_kind
from ..types import plain

T = TypeVar("T", bound="LinkedCauseView")


@_attrs_define
class LinkedCauseView:
    """A cause of the other side, tickets or failures, that goes with it.

    come together by accident.

        Attributes:
            id (str):
            kind (LinkedCauseViewKind):
            name (str):
            bond (LinkedCauseViewBond): `same_person`: who wrote was to be paid; `same_hours`: tickets came more often when
                it failed.
            together (int): how many tickets that is. expected: how many it would be by chance. lift: of the two. chance:
                that so many or more
            expected (float):
            lift (float):
            chance (float):
    """

    id: str
    kind: LinkedCauseViewKind
    name: str
    bond: LinkedCauseViewBond
    together: int
    expected: float
    lift: float
    chance: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        kind = check_linked_cause_view_kind(d.pop("kind"))

        name = d.pop("name")
        bond = check_linked_cause_view_bond(d.pop("bond"))

        together = d.pop("together")
        expected = d.pop("expected")
        lift = d.pop("lift")
        chance = d.pop("chance")
        return cls(
            id=id,
            kind=kind,
            name=name,
            bond=bond,
            together=together,
            expected=expected,
            lift=lift,
            chance=chance,
        )
