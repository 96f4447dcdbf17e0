"""A receiver of webhooks believes nothing that is not signed."""

import time

from countermark_client import Client, WebhookSignatureInvalid, webhooks

with Client() as client:
    made = client.webhook_endpoints.create(url="https://hooks.example.com/countermark", events=["payout.*"])
    secret = made.secret
    client.webhook_endpoints.delete(made.webhook_endpoint.id)

body = b'{"id":"evt_01","type":"payout.stuck","timestamp":"2026-11-21T12:00:00Z","subject":"pyt_01","data":{"stage":"at_bank"}}'
sent_at = int(time.time())
headers = {
    "webhook-id": "evt_01",
    "webhook-timestamp": str(sent_at),
    "webhook-signature": webhooks.sign(body, "evt_01", sent_at, secret),
}
event = webhooks.verify(body, headers, secret)
match event.kind:
    case "payout.stuck":
        print(event.subject, event.data["stage"])
    case None:
        print("not known to this version:", event.type)
try:
    webhooks.verify(body.replace(b"at_bank", b"credited"), headers, secret)
except WebhookSignatureInvalid as error:
    print("refused:", error)
