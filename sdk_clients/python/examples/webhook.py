"""A receiver of webhooks believes nothing that is not signed."""

import time

from countermark_client import Client, WebhookSignatureInvalid, webhooks
from countermark_client.event_data import PayoutStuckEventData

with Client() as client:
    made = client.webhook_endpoints.create(url="https://hooks.example.com/countermark", events=["payout.*"])
    secret = made.secret
    client.webhook_endpoints.delete(made.webhook_endpoint.id)

data = '{"stage":"at_bank","amount_minor":1250000,"currency":"INR","method":"imps","bank":"HDFC","gateway":null,"since":"2026-11-21T09:00:00Z"}'
body = f'{{"id":"evt_01","type":"payout.stuck","timestamp":"2026-11-21T12:00:00Z","subject":"pyt_01","data":{data}}}'.encode()
sent_at = int(time.time())
headers = {
    "webhook-id": "evt_01",
    "webhook-timestamp": str(sent_at),
    "webhook-signature": webhooks.sign(body, "evt_01", sent_at, secret),
}
event = webhooks.verify(body, headers, secret)
match event.kind:
    case "payout.stuck":
        stuck = event.data_as(PayoutStuckEventData)  # typed; `event.data` is the same as it came
        print(event.subject, stuck.stage, stuck.since)
    case None:
        print("not known to this version:", event.type)
try:
    webhooks.verify(body.replace(b"at_bank", b"credited"), headers, secret)
except WebhookSignatureInvalid as error:
    print("refused:", error)
