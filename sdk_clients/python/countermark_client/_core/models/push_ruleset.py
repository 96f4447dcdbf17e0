# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PushRuleset")


@_attrs_define
class PushRuleset:
    """A new version of a ruleset.

    Attributes:
        graph (Any): a GoRules JDM graph: decision tables, expressions and switches. It must write `outcome` on every
            path; `notes`, a text or a list of texts, go into the decision.
        fallback (str): the outcome when there is no score, or when the ruleset fails for facts that nobody foresaw.
        reason (str): why, for those who read the history.
        shadow (bool | Unset): let the version rule beside the one that decides, on live decisions; what it would have
            changed is counted. Default: False.
    """

    graph: Any
    fallback: str
    reason: str
    shadow: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        graph = d.pop("graph")
        fallback = d.pop("fallback")
        reason = d.pop("reason")
        shadow = d.pop("shadow", UNSET)
        return cls(
            graph=graph,
            fallback=fallback,
            reason=reason,
            shadow=shadow,
        )
