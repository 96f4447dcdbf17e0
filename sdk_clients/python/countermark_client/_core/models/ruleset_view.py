# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.ruleset_version_view import RulesetVersionView


T = TypeVar("T", bound="RulesetView")


@_attrs_define
class RulesetView:
    """The ruleset of a use case. active: the version that decides. last_number: of the newest version.

    Attributes:
        use_case (str):
        active (RulesetVersionView): One immutable version.

            RFC 8785 form of `{"fallback": …, "graph": …}`; the same stands in decisions and ledger entries. outcomes: all
            that it
            can give. facts: all that it reads. cost_us: microseconds of its worst case, as it was priced. author_member:
            whom the
            author's credential acted for. state: `checked`, `shadow`, `approved`, `active`, `retired` (it has decided) or
            `refused`.
        active_since (None | str):
        last_number (int):
    """

    use_case: str
    active: RulesetVersionView
    active_since: None | str
    last_number: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_version_view import RulesetVersionView  # noqa: PLC0415

        d = dict(src_dict)
        use_case = d.pop("use_case")
        active = RulesetVersionView.from_dict(d.pop("active"))

        active_since = cast("None | str", d.pop("active_since"))
        last_number = d.pop("last_number")
        return cls(
            use_case=use_case,
            active=active,
            active_since=active_since,
            last_number=last_number,
        )
