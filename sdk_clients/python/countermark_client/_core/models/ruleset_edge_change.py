# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ruleset_edge_change_what import RulesetEdgeChangeWhat, check_ruleset_edge_change_what
from ..types import plain

T = TypeVar("T", bound="RulesetEdgeChange")


@_attrs_define
class RulesetEdgeChange:
    """A way between two nodes, by their names. handle: of a switch, the statement that leads there.

    Attributes:
        what (RulesetEdgeChangeWhat):
        source (str):
        target (str):
        handle (None | str):
    """

    what: RulesetEdgeChangeWhat
    source: str
    target: str
    handle: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        what = check_ruleset_edge_change_what(d.pop("what"))

        source = d.pop("source")
        target = d.pop("target")
        handle = cast("None | str", d.pop("handle"))
        return cls(
            what=what,
            source=source,
            target=target,
            handle=handle,
        )
