# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.new_feature_type import NewFeatureType, check_new_feature_type
from ..models.new_feature_unit import NewFeatureUnit, check_new_feature_unit
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="NewFeature")


@_attrs_define
class NewFeature:
    """A feature of the tenant's own.

    Attributes:
        name (str): what rules, columns and people call it; the catalogue must not have it.
        expression (str): in the language of the rules, over `features.<name>` of the catalogue and the facts of the
            question.
        type_ (NewFeatureType): what the expression gives. description: what it is. owner: who answers for it. unit:
            what its values are.
        description (str):
        owner (str):
        unit (NewFeatureUnit | Unset):  Default: 'number'.
        inputs (Any | Unset): columns of your own that the expression reads as `inputs.<name>`, and their types.
        texts (Any | Unset): what a reason says of it, by language (en, hi), with `{value}` where its value stands; else
            the description says it.
    """

    name: str
    expression: str
    type_: NewFeatureType
    description: str
    owner: str
    unit: NewFeatureUnit | Unset = "number"
    inputs: Any | Unset = UNSET
    texts: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        expression = d.pop("expression")
        type_ = check_new_feature_type(d.pop("type"))

        description = d.pop("description")
        owner = d.pop("owner")
        _unit = d.pop("unit", UNSET)
        unit: NewFeatureUnit | Unset
        if isinstance(_unit, Unset):
            unit = UNSET
        else:
            unit = check_new_feature_unit(_unit)

        inputs = d.pop("inputs", UNSET)
        texts = d.pop("texts", UNSET)
        return cls(
            name=name,
            expression=expression,
            type_=type_,
            description=description,
            owner=owner,
            unit=unit,
            inputs=inputs,
            texts=texts,
        )


_RENAMED = {
    "type_": "type",
}
NewFeature._renamed = _RENAMED  # type: ignore[attr-defined]
