"""Where other systems send their own webhooks: no credential of ours, what their feed agreed on instead."""

from api.rest.operations import post
from api.views.feeds import FeedDocument
from resolution.feeds.deliveries import FeedDeliveries
from resolution.feeds.entities import FeedDelivery
from resolution.feeds.proofs import Marks


@post(
    "/feeds/{feed_id:str}/deliveries",
    operation_id="receiveFeedDelivery",
    summary="Take another system's webhook",
    tag="feeds",
    public=True,
    reads=FeedDocument,
    example={
        "id": "evt_1",
        "data": {"customer": "cust-7", "amount": "1250.00", "at": "2026-11-22T10:15:00Z"},
    },
    answer_example={
        "repeated": False,
        "run_id": "fdr_01kc1x5w3efvr9q2d8m4n6p7hs",
        "standing": "recorded",
        "transaction_id": "txn_01kc1x5w3efvr9q2d8m4n6p7ht",
        "decision_id": "dec_01kc1x5w3efvr9q2d8m4n6p7hv",
        "outcome": "approve",
    },
    responses={
        401: "The signature or secret does not fit.",
        404: "No deliveries are taken there.",
        429: "Too many at once.",
    },
)
async def receive_feed_delivery(
    feed_id: str, raw: bytes, feed_marks: Marks, feed_deliveries: FeedDeliveries
) -> FeedDelivery:
    """One payment as a JSON object of the other system's own, read by the feed's mapping; recorded, or decided, before the answer. Proven by
    Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`) or by a secret in `X-Feed-Secret`, `X-Webhook-Secret` or
    `X-Webhook-Token`. A repetition is answered as it was, with `repeated`. 256 KiB at most.
    """
    return await feed_deliveries.receive(feed_id, feed_marks, raw)


HANDLERS = [receive_feed_delivery]
