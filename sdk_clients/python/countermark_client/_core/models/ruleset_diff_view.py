# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.ruleset_edge_change import RulesetEdgeChange
    from ..models.ruleset_node_change import RulesetNodeChange
    from ..models.ruleset_side import RulesetSide


T = TypeVar("T", bound="RulesetDiffView")


@_attrs_define
class RulesetDiffView:
    """What a version changes. same: both decide the same, by their digests. more: changes left out, beyond 2,000 of a
    node.

        Attributes:
            before (RulesetSide): A version that is compared. id: null for the default that ships with the service, whose
                number is 0.
            after (RulesetSide): A version that is compared. id: null for the default that ships with the service, whose
                number is 0.
            same (bool):
            fallback_before (str):
            fallback_after (str):
            nodes (list[RulesetNodeChange]):
            edges (list[RulesetEdgeChange]):
            more (int):
    """

    before: RulesetSide
    after: RulesetSide
    same: bool
    fallback_before: str
    fallback_after: str
    nodes: list[RulesetNodeChange]
    edges: list[RulesetEdgeChange]
    more: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_edge_change import RulesetEdgeChange  # noqa: PLC0415
        from ..models.ruleset_node_change import RulesetNodeChange  # noqa: PLC0415
        from ..models.ruleset_side import RulesetSide  # noqa: PLC0415

        d = dict(src_dict)
        before = RulesetSide.from_dict(d.pop("before"))

        after = RulesetSide.from_dict(d.pop("after"))

        same = d.pop("same")
        fallback_before = d.pop("fallback_before")
        fallback_after = d.pop("fallback_after")
        nodes = []
        _nodes = d.pop("nodes")
        for nodes_item_data in _nodes:
            nodes_item = RulesetNodeChange.from_dict(nodes_item_data)

            nodes.append(nodes_item)

        edges = []
        _edges = d.pop("edges")
        for edges_item_data in _edges:
            edges_item = RulesetEdgeChange.from_dict(edges_item_data)

            edges.append(edges_item)

        more = d.pop("more")
        return cls(
            before=before,
            after=after,
            same=same,
            fallback_before=fallback_before,
            fallback_after=fallback_after,
            nodes=nodes,
            edges=edges,
            more=more,
        )
