# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.policy_rule_methods_item import PolicyRuleMethodsItem, check_policy_rule_methods_item
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PolicyRule")


@_attrs_define
class PolicyRule:
    """A line of the table that comes before everything learned. Empty lists and nulls match anything.

    Attributes:
        methods (list[PolicyRuleMethodsItem] | Unset): of the payment, one of these.
        banks (list[str] | Unset): the payer's, one of these.
        currencies (list[str] | Unset): of the payment, one of these.
        amount_from_minor (int | None | Unset): included.
        amount_to_minor (int | None | Unset): not included.
        use (list[str] | Unset): choose among these alone; the first rule that says so counts.
        avoid (list[str] | Unset): choose none of these; every rule that matches counts.
    """

    methods: list[PolicyRuleMethodsItem] | Unset = UNSET
    banks: list[str] | Unset = UNSET
    currencies: list[str] | Unset = UNSET
    amount_from_minor: int | None | Unset = UNSET
    amount_to_minor: int | None | Unset = UNSET
    use: list[str] | Unset = UNSET
    avoid: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        _methods = d.pop("methods", UNSET)
        methods: list[PolicyRuleMethodsItem] | Unset = UNSET
        if _methods is not UNSET:
            methods = []
            for methods_item_data in _methods:
                methods_item = check_policy_rule_methods_item(methods_item_data)

                methods.append(methods_item)

        banks = cast(list[str], d.pop("banks", UNSET))

        currencies = cast(list[str], d.pop("currencies", UNSET))

        amount_from_minor = cast("int | None | Unset", d.pop("amount_from_minor", UNSET))
        amount_to_minor = cast("int | None | Unset", d.pop("amount_to_minor", UNSET))
        use = cast(list[str], d.pop("use", UNSET))

        avoid = cast(list[str], d.pop("avoid", UNSET))

        return cls(
            methods=methods,
            banks=banks,
            currencies=currencies,
            amount_from_minor=amount_from_minor,
            amount_to_minor=amount_to_minor,
            use=use,
            avoid=avoid,
        )
