# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.product_lead import ProductLead


T = TypeVar("T", bound="LeadScoreAnswer")


@_attrs_define
class LeadScoreAnswer:
    """LeadScoreAnswer.

    Attributes:
        probability (float): that the customer takes the likeliest product within 90 days, calibrated, 0 to 1.
        product (None | str): the likeliest of those asked about.
        leads (list[ProductLead]): all of them, the likeliest first.
    """

    probability: float
    product: None | str
    leads: list[ProductLead]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.product_lead import ProductLead  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        product = cast("None | str", d.pop("product"))
        leads = []
        _leads = d.pop("leads")
        for leads_item_data in _leads:
            leads_item = ProductLead.from_dict(leads_item_data)

            leads.append(leads_item)

        return cls(
            probability=probability,
            product=product,
            leads=leads,
        )
