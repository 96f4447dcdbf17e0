# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.declaration_view import DeclarationView


T = TypeVar("T", bound="FeatureDetail")


@_attrs_define
class FeatureDetail:
    """One feature.

    about, `event` of the facts of its use cases alone, `declared` by an expression.

    change it. columns: how many it stands for. declaration: what a declared one has besides.

        Attributes:
            name (str):
            title (str):
            type_ (str): number, boolean or category; rules see a boolean of the catalogue as 1 or 0 and a category as its
                code.
            unit (str):
            window (str): how far back it looks; empty when it is about the event alone. owner: who answers for it.
            owner (str):
            description (str):
            texts (Any): how a reason says it, by language.
            scope (str): what it is computed of: `customer` of all that is stored of a customer, `payment` of that and the
                payment asked
            feature_set (str): what computes it. use_cases: whose own models score it. actionable: which way a person can be
                asked to
            use_cases (list[str]):
            actionable (str):
            columns (int):
            declaration (DeclarationView | None):
    """

    name: str
    title: str
    type_: str
    unit: str
    window: str
    owner: str
    description: str
    texts: Any
    scope: str
    feature_set: str
    use_cases: list[str]
    actionable: str
    columns: int
    declaration: DeclarationView | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.declaration_view import DeclarationView  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        title = d.pop("title")
        type_ = d.pop("type")
        unit = d.pop("unit")
        window = d.pop("window")
        owner = d.pop("owner")
        description = d.pop("description")
        texts = d.pop("texts")
        scope = d.pop("scope")
        feature_set = d.pop("feature_set")
        use_cases = cast(list[str], d.pop("use_cases"))

        actionable = d.pop("actionable")
        columns = d.pop("columns")

        def _parse_declaration(data: object) -> DeclarationView | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                declaration_type_0 = DeclarationView.from_dict(data)

                return declaration_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeclarationView | None, data)

        declaration = _parse_declaration(d.pop("declaration"))

        return cls(
            name=name,
            title=title,
            type_=type_,
            unit=unit,
            window=window,
            owner=owner,
            description=description,
            texts=texts,
            scope=scope,
            feature_set=feature_set,
            use_cases=use_cases,
            actionable=actionable,
            columns=columns,
            declaration=declaration,
        )


_RENAMED = {
    "type_": "type",
}
FeatureDetail._renamed = _RENAMED  # type: ignore[attr-defined]
