# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ruleset_node_change_what import RulesetNodeChangeWhat, check_ruleset_node_change_what
from ..types import plain

if TYPE_CHECKING:
    from ..models.ruleset_part_change import RulesetPartChange


T = TypeVar("T", bound="RulesetNodeChange")


@_attrs_define
class RulesetNodeChange:
    """A node that is not the same in both; without changes of its own where it was added or removed as a whole.

    Attributes:
        node_id (str):
        name (str):
        type_ (str):
        what (RulesetNodeChangeWhat):
        changes (list[RulesetPartChange]):
    """

    node_id: str
    name: str
    type_: str
    what: RulesetNodeChangeWhat
    changes: list[RulesetPartChange]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_part_change import RulesetPartChange  # noqa: PLC0415

        d = dict(src_dict)
        node_id = d.pop("node_id")
        name = d.pop("name")
        type_ = d.pop("type")
        what = check_ruleset_node_change_what(d.pop("what"))

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = RulesetPartChange.from_dict(changes_item_data)

            changes.append(changes_item)

        return cls(
            node_id=node_id,
            name=name,
            type_=type_,
            what=what,
            changes=changes,
        )


_RENAMED = {
    "type_": "type",
}
RulesetNodeChange._renamed = _RENAMED  # type: ignore[attr-defined]
