"""Events of payments as the gateways publish them, with the fields that their references show."""

import datetime as dt
import json

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def razorpay(event: str, at: dt.datetime = NOW, **other: object) -> bytes:
    """razorpay.com/docs/webhooks/payments: payment.authorized, payment.captured, payment.failed."""
    began = int((NOW - dt.timedelta(minutes=2)).timestamp())
    entity = {
        "id": "pay_DESlfW9H8K9uqM", "entity": "payment", "amount": 129_900, "currency": "INR", "status": event.partition(".")[2],
        "order_id": "order_DESlLckIVRkHWj", "invoice_id": None, "international": False, "method": "netbanking",
        "amount_refunded": 0, "refund_status": None, "captured": event == "payment.captured", "description": None,
        "card_id": None, "bank": "HDFC", "wallet": None, "vpa": None, "email": "gaurav.kumar@example.com",
        "contact": "+919876543210", "notes": [], "fee": None, "tax": None, "error_code": None, "error_description": None,
        "error_source": None, "error_step": None, "error_reason": None, "acquirer_data": {"bank_transaction_id": None},
        "created_at": began,
    }  # fmt: skip
    if event == "payment.captured":
        entity |= {"fee": 3_066, "tax": 468}
    if event == "payment.failed":
        entity |= {
            "error_code": "GATEWAY_ERROR", "error_description": "Payment processing failed due to error at the gateway",
            "error_source": "gateway", "error_step": "payment_authorization", "error_reason": "gateway_technical_error",
        }  # fmt: skip
    document = {
        "entity": "event", "account_id": "acc_BFQ7uQEaa7j2z7", "event": event, "contains": ["payment"],
        "payload": {"payment": {"entity": entity | other}}, "created_at": int(at.timestamp()),
    }  # fmt: skip
    return json.dumps(document).encode()


def stripe(event: str, key: str, at: dt.datetime = NOW, **other: object) -> bytes:
    """docs.stripe.com/api/payment_intents/object: payment_intent.succeeded, payment_intent.payment_failed."""
    entity: dict[str, object] = {
        "id": "pi_3MtwBwLkdIwHu7ix28a3tqPa", "object": "payment_intent", "amount": 2_000, "amount_capturable": 0,
        "amount_received": 0, "automatic_payment_methods": {"enabled": True}, "capture_method": "automatic",
        "client_secret": "pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_x", "confirmation_method": "automatic",
        "created": int((NOW - dt.timedelta(hours=1)).timestamp()), "currency": "usd", "customer": None, "description": None,
        "last_payment_error": None, "latest_charge": "ch_3MtwBwLkdIwHu7ix2Vx9mIgo", "livemode": True, "metadata": {},
        "payment_method": None, "payment_method_types": ["card"], "status": "succeeded",
    }  # fmt: skip
    if event == "payment_intent.payment_failed":
        entity |= {
            "status": "requires_payment_method",
            "last_payment_error": {
                "charge": "ch_3MtwBwLkdIwHu7ix2Vx9mIgo", "code": "card_declined", "decline_code": "insufficient_funds",
                "doc_url": "https://stripe.com/docs/error-codes/card-declined", "message": "Your card has insufficient funds.",
                "payment_method": {"id": "pm_1", "object": "payment_method", "type": "card", "card": {"last4": "9995"}},
                "type": "card_error",
            },
        }  # fmt: skip
    return _event(event, key, at, entity | other)


def stripe_charge(event: str, key: str, at: dt.datetime = NOW, **other: object) -> bytes:
    """docs.stripe.com/api/charges/object: charge.succeeded, charge.failed."""
    entity: dict[str, object] = {
        "id": "ch_3MtwBwLkdIwHu7ix2Vx9mIgo", "object": "charge", "amount": 2_000, "captured": event == "charge.succeeded",
        "created": int(at.timestamp()), "currency": "usd", "failure_code": None, "failure_message": None, "metadata": {},
        "outcome": {"network_status": "approved_by_network", "reason": None, "type": "authorized"},
        "payment_intent": "pi_3MtwBwLkdIwHu7ix28a3tqPa", "payment_method_details": {"card": {"last4": "4242"}, "type": "card"},
        "status": "succeeded",
    }  # fmt: skip
    return _event(event, key, at, entity | other)


def _event(event: str, key: str, at: dt.datetime, entity: dict[str, object]) -> bytes:
    document = {
        "id": key, "object": "event", "api_version": "2026-10-29.dahlia", "created": int(at.timestamp()),
        "data": {"object": entity}, "livemode": True, "pending_webhooks": 1, "request": {"id": None}, "type": event,
    }  # fmt: skip
    return json.dumps(document).encode()
