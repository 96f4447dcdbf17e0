# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.vendor_payment_release_proof_view import VendorPaymentReleaseProofView


def request(
    vendor_payment_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/vendor-payments/{vendor_payment_id}/release-proof".format(
            vendor_payment_id=quote(str(vendor_payment_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> VendorPaymentReleaseProofView:
    """What the answer says."""
    try:
        response_200 = VendorPaymentReleaseProofView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    vendor_payment_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> VendorPaymentReleaseProofView:
    """Get the proof of a payment's release"""
    return parsed(
        client.send(
            request(
                vendor_payment_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    vendor_payment_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> VendorPaymentReleaseProofView:
    """Get the proof of a payment's release"""
    return parsed(
        await client.send(
            request(
                vendor_payment_id,
                timeout_s=timeout_s,
            )
        )
    )
