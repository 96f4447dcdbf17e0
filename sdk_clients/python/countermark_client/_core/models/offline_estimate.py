# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.offline_figure import OfflineFigure
    from ..models.offline_money import OfflineMoney


T = TypeVar("T", bound="OfflineEstimate")


@_attrs_define
class OfflineEstimate:
    """What the log says of a policy. refused: why there is no estimate; null where there is one.

    tries, payments: that were looked at. logged: the success rate of what was done. effective: sample size after
    weighing.

    estimated. uplift: doubly robust less what was done, on the same payments. money: the same of values and fees, by
    currency.

        Attributes:
            tries (int):
            payments (int):
            propensities (str):
            logged (None | OfflineFigure):
            effective (float):
            unsupported (float): the part of the payments that the policy would send where the log has hardly anything.
                propensities: logged or
            weight_max (float):
            ips (None | OfflineFigure):
            snips (None | OfflineFigure):
            doubly_robust (None | OfflineFigure):
            uplift (None | OfflineFigure):
            money (list[OfflineMoney]):
            refused (None | str):
    """

    tries: int
    payments: int
    propensities: str
    logged: None | OfflineFigure
    effective: float
    unsupported: float
    weight_max: float
    ips: None | OfflineFigure
    snips: None | OfflineFigure
    doubly_robust: None | OfflineFigure
    uplift: None | OfflineFigure
    money: list[OfflineMoney]
    refused: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.offline_figure import OfflineFigure  # noqa: PLC0415
        from ..models.offline_money import OfflineMoney  # noqa: PLC0415

        d = dict(src_dict)
        tries = d.pop("tries")
        payments = d.pop("payments")
        propensities = d.pop("propensities")

        def _parse_logged(data: object) -> None | OfflineFigure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                logged_type_0 = OfflineFigure.from_dict(data)

                return logged_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfflineFigure, data)

        logged = _parse_logged(d.pop("logged"))

        effective = d.pop("effective")
        unsupported = d.pop("unsupported")
        weight_max = d.pop("weight_max")

        def _parse_ips(data: object) -> None | OfflineFigure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ips_type_0 = OfflineFigure.from_dict(data)

                return ips_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfflineFigure, data)

        ips = _parse_ips(d.pop("ips"))

        def _parse_snips(data: object) -> None | OfflineFigure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                snips_type_0 = OfflineFigure.from_dict(data)

                return snips_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfflineFigure, data)

        snips = _parse_snips(d.pop("snips"))

        def _parse_doubly_robust(data: object) -> None | OfflineFigure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                doubly_robust_type_0 = OfflineFigure.from_dict(data)

                return doubly_robust_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfflineFigure, data)

        doubly_robust = _parse_doubly_robust(d.pop("doubly_robust"))

        def _parse_uplift(data: object) -> None | OfflineFigure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                uplift_type_0 = OfflineFigure.from_dict(data)

                return uplift_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfflineFigure, data)

        uplift = _parse_uplift(d.pop("uplift"))

        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = OfflineMoney.from_dict(money_item_data)

            money.append(money_item)

        refused = cast("None | str", d.pop("refused"))
        return cls(
            tries=tries,
            payments=payments,
            propensities=propensities,
            logged=logged,
            effective=effective,
            unsupported=unsupported,
            weight_max=weight_max,
            ips=ips,
            snips=snips,
            doubly_robust=doubly_robust,
            uplift=uplift,
            money=money,
            refused=refused,
        )
