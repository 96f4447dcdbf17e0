# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.attempt_view_method import AttemptViewMethod, check_attempt_view_method
from ..models.attempt_view_result import AttemptViewResult, check_attempt_view_result
from ..types import plain

T = TypeVar("T", bound="AttemptView")


@_attrs_define
class AttemptView:
    """An attempt as it stands.

    Attributes:
        id (str): our id.
        own_id (str): the `id` that was sent.
        payment_id (str): your own id of the payment.
        choice_id (None | str): the choice that it follows.
        gateway (str): as a slug.
        method (AttemptViewMethod): how it was paid.
        bank (None | str): the payer's.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        started_at (str): when it was tried.
        recorded_at (str): when it was recorded.
        result (AttemptViewResult): pending until it is known.
        error_code (None | str): why it failed; `unknown` where no code was told.
        fault (bool): whether it failed by the gateway's own fault, and so counts against it.
        cost_minor (int): what the try cost.
        latency_ms (int | None): how long the gateway took.
        finished_at (None | str): when the result was known, as it was told.
        settled_at (None | str): when the result was recorded.
    """

    id: str
    own_id: str
    payment_id: str
    choice_id: None | str
    gateway: str
    method: AttemptViewMethod
    bank: None | str
    amount_minor: int
    currency: str
    started_at: str
    recorded_at: str
    result: AttemptViewResult
    error_code: None | str
    fault: bool
    cost_minor: int
    latency_ms: int | None
    finished_at: None | str
    settled_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        own_id = d.pop("own_id")
        payment_id = d.pop("payment_id")
        choice_id = cast("None | str", d.pop("choice_id"))
        gateway = d.pop("gateway")
        method = check_attempt_view_method(d.pop("method"))

        bank = cast("None | str", d.pop("bank"))
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        started_at = d.pop("started_at")
        recorded_at = d.pop("recorded_at")
        result = check_attempt_view_result(d.pop("result"))

        error_code = cast("None | str", d.pop("error_code"))
        fault = d.pop("fault")
        cost_minor = d.pop("cost_minor")
        latency_ms = cast("int | None", d.pop("latency_ms"))
        finished_at = cast("None | str", d.pop("finished_at"))
        settled_at = cast("None | str", d.pop("settled_at"))
        return cls(
            id=id,
            own_id=own_id,
            payment_id=payment_id,
            choice_id=choice_id,
            gateway=gateway,
            method=method,
            bank=bank,
            amount_minor=amount_minor,
            currency=currency,
            started_at=started_at,
            recorded_at=recorded_at,
            result=result,
            error_code=error_code,
            fault=fault,
            cost_minor=cost_minor,
            latency_ms=latency_ms,
            finished_at=finished_at,
            settled_at=settled_at,
        )
