# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.vendor_payment_view import VendorPaymentView
from ...types import UNSET, Unset


def request(
    vendor_payment_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/vendor-payments/{vendor_payment_id}/release".format(
            vendor_payment_id=quote(str(vendor_payment_id), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> VendorPaymentView:
    """What the answer says."""
    try:
        response_200 = VendorPaymentView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    vendor_payment_id: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> VendorPaymentView:
    """Release a payment to a vendor"""
    return parsed(
        client.send(
            request(
                vendor_payment_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    vendor_payment_id: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> VendorPaymentView:
    """Release a payment to a vendor"""
    return parsed(
        await client.send(
            request(
                vendor_payment_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
