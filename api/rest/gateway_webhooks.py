"""Where gateways send their own webhooks: no credential of ours, their signature instead."""

from api.rest.operations import post
from api.views.connectors import GatewayEvent
from resolution.connectors.gateway_webhooks import GatewayWebhooks, Received


@post(
    "/gateway-webhooks/{connector_id:str}",
    operation_id="receiveGatewayWebhook",
    summary="Take a gateway's webhook",
    tag="connectors",
    public=True,
    reads=GatewayEvent,
    example={"event": "payout.processed", "created_at": 1795262400},
    answer_example={"received": True, "repeated": False},
    responses={
        401: "The signature does not fit.",
        404: "No webhooks are taken there.",
        429: "Too many at once.",
    },
)
async def receive_gateway_webhook(
    connector_id: str, raw: bytes, gateway_signature: str | None, gateway_webhooks: GatewayWebhooks
) -> Received:
    """Signed over the bytes as they came: `X-Razorpay-Signature`, or `Stripe-Signature` of the last five minutes. An event counts
    once; a repetition is answered alike, with `repeated`. 256 KiB at most.
    """
    return await gateway_webhooks.receive(connector_id, gateway_signature, raw)


HANDLERS = [receive_gateway_webhook]
