# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.attempt_fact_cause_type_0 import AttemptFactCauseType0, check_attempt_fact_cause_type_0
from ..models.attempt_fact_method import AttemptFactMethod, check_attempt_fact_method
from ..models.attempt_fact_result import AttemptFactResult, check_attempt_fact_result
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="AttemptFact")


@_attrs_define
class AttemptFact:
    """One try of one payment at one gateway.

    Attributes:
        id (str): your own id of the try; sent again it changes nothing, but for a result that was pending.
        payment_id (str): your own id of the payment, the same over all its tries.
        gateway (str): as a slug.
        method (AttemptFactMethod): how it was paid.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        started_at (datetime.datetime): when it was tried.
        choice_id (None | str | Unset): the choice that this try follows, where the gateway was chosen here.
        bank (None | str | Unset): the payer's, as a slug.
        result (AttemptFactResult | Unset): pending until it is known; send the same attempt again with its result.
            Default: 'pending'.
        error_code (None | str | Unset): why it failed: one that the catalogue lists, or a slug of your own.
        cause (AttemptFactCauseType0 | None | Unset): whose fault a failure is, where the catalogue does not know your
            code; only `gateway` counts against the gateway.
        cost_minor (int | Unset): what the try cost you, fees included. Default: 0.
        latency_ms (int | None | Unset): how long the gateway took.
        finished_at (datetime.datetime | None | Unset): when the result was known.
    """

    id: str
    payment_id: str
    gateway: str
    method: AttemptFactMethod
    amount_minor: int
    currency: str
    started_at: datetime.datetime
    choice_id: None | str | Unset = UNSET
    bank: None | str | Unset = UNSET
    result: AttemptFactResult | Unset = "pending"
    error_code: None | str | Unset = UNSET
    cause: AttemptFactCauseType0 | None | Unset = UNSET
    cost_minor: int | Unset = 0
    latency_ms: int | None | Unset = UNSET
    finished_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        payment_id = d.pop("payment_id")
        gateway = d.pop("gateway")
        method = check_attempt_fact_method(d.pop("method"))

        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        choice_id = cast("None | str | Unset", d.pop("choice_id", UNSET))
        bank = cast("None | str | Unset", d.pop("bank", UNSET))
        _result = d.pop("result", UNSET)
        result: AttemptFactResult | Unset
        if isinstance(_result, Unset):
            result = UNSET
        else:
            result = check_attempt_fact_result(_result)

        error_code = cast("None | str | Unset", d.pop("error_code", UNSET))

        def _parse_cause(data: object) -> AttemptFactCauseType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                cause_type_0 = check_attempt_fact_cause_type_0(data)

                return cause_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AttemptFactCauseType0 | None | Unset, data)

        cause = _parse_cause(d.pop("cause", UNSET))

        cost_minor = d.pop("cost_minor", UNSET)
        latency_ms = cast("int | None | Unset", d.pop("latency_ms", UNSET))

        def _parse_finished_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        finished_at = _parse_finished_at(d.pop("finished_at", UNSET))

        return cls(
            id=id,
            payment_id=payment_id,
            gateway=gateway,
            method=method,
            amount_minor=amount_minor,
            currency=currency,
            started_at=started_at,
            choice_id=choice_id,
            bank=bank,
            result=result,
            error_code=error_code,
            cause=cause,
            cost_minor=cost_minor,
            latency_ms=latency_ms,
            finished_at=finished_at,
        )
