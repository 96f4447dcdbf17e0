# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_agreement_rounding import (
    CommissionAgreementRounding,
    check_commission_agreement_rounding,
)
from ..models.commission_agreement_slabs import CommissionAgreementSlabs, check_commission_agreement_slabs
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.agreement_bonus import AgreementBonus
    from ..models.agreement_deduction import AgreementDeduction
    from ..models.agreement_tax import AgreementTax
    from ..models.commission_rule import CommissionRule


T = TypeVar("T", bound="CommissionAgreement")


@_attrs_define
class CommissionAgreement:
    """An agreement with a partner. It never changes: what is agreed anew is another agreement.

    Attributes:
        id (str): your own id of it; sending it again changes nothing.
        partner_id (str): your own id of the partner.
        currency (str): ISO 4217.
        starts_at (datetime.datetime): included.
        rules (list[CommissionRule]): rates by product and volume.
        ends_at (datetime.datetime | None | Unset): not included; absent while it is open.
        slabs (CommissionAgreementSlabs | Unset): `whole`: the highest tier that is reached holds for all sales of the
            period. `marginal`: each tier holds for the part of the volume that lies in it, in the order of the sales.
            Default: 'whole'.
        rounding (CommissionAgreementRounding | Unset): of each sale, bonus, deduction and tax by itself, to a minor
            unit. Default: 'half_even'.
        bonuses (list[AgreementBonus] | Unset): paid on top.
        deductions (list[AgreementDeduction] | Unset): taken off.
        taxes (list[AgreementTax] | Unset): withheld or added.
    """

    id: str
    partner_id: str
    currency: str
    starts_at: datetime.datetime
    rules: list[CommissionRule]
    ends_at: datetime.datetime | None | Unset = UNSET
    slabs: CommissionAgreementSlabs | Unset = "whole"
    rounding: CommissionAgreementRounding | Unset = "half_even"
    bonuses: list[AgreementBonus] | Unset = UNSET
    deductions: list[AgreementDeduction] | Unset = UNSET
    taxes: list[AgreementTax] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.agreement_bonus import AgreementBonus  # noqa: PLC0415
        from ..models.agreement_deduction import AgreementDeduction  # noqa: PLC0415
        from ..models.agreement_tax import AgreementTax  # noqa: PLC0415
        from ..models.commission_rule import CommissionRule  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        partner_id = d.pop("partner_id")
        currency = d.pop("currency")
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = CommissionRule.from_dict(rules_item_data)

            rules.append(rules_item)

        def _parse_ends_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ends_at = _parse_ends_at(d.pop("ends_at", UNSET))

        _slabs = d.pop("slabs", UNSET)
        slabs: CommissionAgreementSlabs | Unset
        if isinstance(_slabs, Unset):
            slabs = UNSET
        else:
            slabs = check_commission_agreement_slabs(_slabs)

        _rounding = d.pop("rounding", UNSET)
        rounding: CommissionAgreementRounding | Unset
        if isinstance(_rounding, Unset):
            rounding = UNSET
        else:
            rounding = check_commission_agreement_rounding(_rounding)

        _bonuses = d.pop("bonuses", UNSET)
        bonuses: list[AgreementBonus] | Unset = UNSET
        if _bonuses is not UNSET:
            bonuses = []
            for bonuses_item_data in _bonuses:
                bonuses_item = AgreementBonus.from_dict(bonuses_item_data)

                bonuses.append(bonuses_item)

        _deductions = d.pop("deductions", UNSET)
        deductions: list[AgreementDeduction] | Unset = UNSET
        if _deductions is not UNSET:
            deductions = []
            for deductions_item_data in _deductions:
                deductions_item = AgreementDeduction.from_dict(deductions_item_data)

                deductions.append(deductions_item)

        _taxes = d.pop("taxes", UNSET)
        taxes: list[AgreementTax] | Unset = UNSET
        if _taxes is not UNSET:
            taxes = []
            for taxes_item_data in _taxes:
                taxes_item = AgreementTax.from_dict(taxes_item_data)

                taxes.append(taxes_item)

        return cls(
            id=id,
            partner_id=partner_id,
            currency=currency,
            starts_at=starts_at,
            rules=rules,
            ends_at=ends_at,
            slabs=slabs,
            rounding=rounding,
            bonuses=bonuses,
            deductions=deductions,
            taxes=taxes,
        )
