"""What is refused says why, and what to change."""

from countermark_client import Client, InvalidRequest, NotFound

with Client() as client:
    try:
        client.decisions.get("dec_01kc1x5w3efvr9q2d8m4n6p7hs")
    except NotFound as error:
        print(error.status, error.code, "-", error.fix)
    try:
        client.transactions.create(
            customer_id="cust_42", amount_minor=-1, currency="INR", occurred_at="2026-11-20T20:15:00Z"
        )
    except InvalidRequest as error:
        print(error.status, error.code, [(each.field, each.reason) for each in error.errors])
