# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.ruleset_draft import RulesetDraft


T = TypeVar("T", bound="CheckRuleset")


@_attrs_define
class CheckRuleset:
    """What to try.

    Attributes:
        draft (None | RulesetDraft | Unset): what to check; without it, the version that decides now.
        facts (list[Any] | Unset): sets of facts by full name (`transaction.amount_minor`), each of which gives a
            result; leave out what is missing.
    """

    draft: None | RulesetDraft | Unset = UNSET
    facts: list[Any] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_draft import RulesetDraft  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_draft(data: object) -> None | RulesetDraft | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                draft_type_0 = RulesetDraft.from_dict(data)

                return draft_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RulesetDraft | Unset, data)

        draft = _parse_draft(d.pop("draft", UNSET))

        facts = cast(list[Any], d.pop("facts", UNSET))

        return cls(
            draft=draft,
            facts=facts,
        )
