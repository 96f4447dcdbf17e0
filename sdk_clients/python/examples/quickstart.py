"""The first decision: a payment goes in; an outcome, a score, reasons and a receipt come out."""

from countermark_client import Client

with Client() as client:  # COUNTERMARK_API_KEY and COUNTERMARK_BASE_URL
    decision = client.inference.transaction_anomaly(
        transaction={
            "customer_id": "cust_42",
            "amount_minor": 4999900,
            "currency": "INR",
            "occurred_at": "2026-11-20T20:15:00Z",
            "method": "card",
            "channel": "web",
            "country": "AE",
        }
    )
    print(decision.id, decision.outcome, decision.answer.probability if decision.answer else "degraded")
    for reason in decision.reasons:
        print("-", reason.text)
