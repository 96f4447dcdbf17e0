# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ruleset_part_change_what import RulesetPartChangeWhat, check_ruleset_part_change_what
from ..types import plain

T = TypeVar("T", bound="RulesetPartChange")


@_attrs_define
class RulesetPartChange:
    """One part of a node that changed.

    the version before. name: of the column, expression or statement. before, after: its text; null where there was or
    is none.

        Attributes:
            part (str): `row`, `cell`, `column`, `expression`, `statement`, or the name of a setting. row: of a table, from
                1; of a removed one, in
            what (RulesetPartChangeWhat):
            row (int | None):
            name (None | str):
            before (None | str):
            after (None | str):
    """

    part: str
    what: RulesetPartChangeWhat
    row: int | None
    name: None | str
    before: None | str
    after: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        part = d.pop("part")
        what = check_ruleset_part_change_what(d.pop("what"))

        row = cast("int | None", d.pop("row"))
        name = cast("None | str", d.pop("name"))
        before = cast("None | str", d.pop("before"))
        after = cast("None | str", d.pop("after"))
        return cls(
            part=part,
            what=what,
            row=row,
            name=name,
            before=before,
            after=after,
        )
