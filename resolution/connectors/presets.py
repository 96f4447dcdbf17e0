"""What is known of services that many tenants use, as data. A preset fills in what a connector leaves out, and nothing else.

Sources: the services' own API references, as of 2026-11. A base URL may always be given instead: regions and test hosts differ.
"""

from typing import Literal

import msgspec

from core.json_values import JsonValue

Auth = Literal["none", "bearer", "basic", "header", "hmac"]
WebhookScheme = Literal["razorpay", "stripe"]
Channel = Literal["sms", "whatsapp"]


class MessageShape(msgspec.Struct, frozen=True, kw_only=True):
    """How a service takes a message; `message_shapes` fills it in.

    path, fields: with {to}, {sender}, {text} … in their places. fields: None where only registered texts are taken. template: instead
    of the fields, for a text that the provider knows by a name of its own. form: not JSON. reference: where its answer has its own id.
    """

    path: str
    fields: dict[str, JsonValue] | None = None
    template: dict[str, JsonValue] | None = None
    form: bool = False
    reference: str = "id"


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """header: where a key of the kind `header` goes, `prefix` before it. idempotency: the header that the service keeps keys of.

    idempotency_at: by pattern of paths, where the service has another header there; the first that fits.
    """

    name: str
    about: str
    base_url: str
    auth: Auth
    methods: list[str]
    paths: list[str]
    header: str = "Authorization"
    prefix: str = ""
    idempotency: str = "Idempotency-Key"
    idempotency_at: dict[str, str] = {}
    webhook_scheme: WebhookScheme | None = None
    messages: dict[Channel, MessageShape] = {}


_LISTED = (
    Preset(
        name="razorpay",
        about="Payments, refunds and payouts of Razorpay and RazorpayX: key id and key secret.",
        base_url="https://api.razorpay.com/v1",
        auth="basic",
        methods=["GET", "POST"],
        paths=[
            "/payments/**",
            "/refunds/**",
            "/payouts/**",
            "/transfers/**",
            "/orders/**",
            "/fund_accounts/**",
        ],
        idempotency="X-Payout-Idempotency",
        idempotency_at={
            "/payments/*/refund": "X-Refund-Idempotency",
            "/refunds/**": "X-Refund-Idempotency",
            "/payments/*/transfers": "X-Transfer-Idempotency",
            "/transfers/**": "X-Transfer-Idempotency",
        },
        webhook_scheme="razorpay",
    ),
    Preset(
        name="stripe",
        about="Payments, refunds and payouts of Stripe: a secret or restricted key.",
        base_url="https://api.stripe.com/v1",
        auth="bearer",
        methods=["GET", "POST"],
        paths=[
            "/payment_intents/**",
            "/charges/**",
            "/refunds/**",
            "/payouts/**",
            "/transfers/**",
            "/disputes/**",
        ],
        webhook_scheme="stripe",
    ),
    Preset(
        name="zoho-desk",
        about="Tickets of Zoho Desk: an OAuth access token.",
        base_url="https://desk.zoho.in/api/v1",
        auth="header",
        methods=["GET", "POST", "PATCH"],
        paths=["/tickets/**", "/contacts/**"],
        prefix="Zoho-oauthtoken ",
    ),
    Preset(
        name="twilio",
        about="SMS and WhatsApp messages by Twilio: account SID and auth token.",
        base_url="https://api.twilio.com/2010-04-01",
        auth="basic",
        methods=["POST"],
        paths=["/Accounts/*/Messages.json"],
        messages={
            "sms": MessageShape(
                path="/Accounts/{username}/Messages.json",
                fields={"To": "{to}", "From": "{sender}", "Body": "{text}"},
                form=True,
                reference="sid",
            ),
            "whatsapp": MessageShape(
                path="/Accounts/{username}/Messages.json",
                fields={"To": "whatsapp:{to}", "From": "whatsapp:{sender}", "Body": "{text}"},
                template={
                    "To": "whatsapp:{to}",
                    "From": "whatsapp:{sender}",
                    "ContentSid": "{template}",
                    "ContentVariables": "{numbered}",
                },
                form=True,
                reference="sid",
            ),
        },
    ),
    Preset(
        name="exotel",
        about="SMS by Exotel, registered on DLT: API key and token; base_url ends in /v1/Accounts/<account sid>.",
        base_url="",
        auth="basic",
        methods=["POST"],
        paths=["/Sms/send.json"],
        messages={
            "sms": MessageShape(
                path="/Sms/send.json",
                fields={"From": "{sender}", "To": "{to}", "Body": "{text}", "EncodingType": "{encoding}"},
                template={
                    "From": "{sender}",
                    "To": "{to}",
                    "Body": "{text}",
                    "EncodingType": "{encoding}",
                    "DltTemplateId": "{template}",
                    "DltEntityId": "{entity}",
                },
                form=True,
                reference="SMSMessage.Sid",
            ),
        },
    ),
    Preset(
        name="msg91",
        about="SMS by MSG91, as flows that are registered on DLT: an auth key. Values go by the names of placeholders.",
        base_url="https://control.msg91.com/api/v5",
        auth="header",
        methods=["POST"],
        paths=["/flow"],
        header="authkey",
        messages={
            "sms": MessageShape(
                path="/flow",
                template={
                    "template_id": "{template}",
                    "sender": "{sender}",
                    "recipients": [{"mobiles": "{digits}", "*": "{named}"}],
                },
                reference="message",
            ),
        },
    ),
    Preset(
        name="whatsapp-cloud",
        about="WhatsApp by Meta's Cloud API: an access token. The sender is the id of the phone number.",
        base_url="https://graph.facebook.com/v23.0",
        auth="bearer",
        methods=["POST"],
        paths=["/*/messages"],
        messages={
            "whatsapp": MessageShape(
                path="/{sender}/messages",
                fields={
                    "messaging_product": "whatsapp",
                    "to": "{digits}",
                    "type": "text",
                    "text": {"body": "{text}"},
                },
                template={
                    "messaging_product": "whatsapp",
                    "to": "{digits}",
                    "type": "template",
                    "template": {
                        "name": "{template}",
                        "language": {"code": "{locale}"},
                        "components": "{components}",
                    },
                },
                reference="messages.0.id",
            ),
        },
    ),
    Preset(
        name="message-api",
        about="A gateway of your own that takes POST /messages with channel, to, from and text.",
        base_url="",
        auth="bearer",
        methods=["POST"],
        paths=["/messages"],
        messages={
            "sms": MessageShape(
                path="/messages",
                fields={"channel": "sms", "to": "{to}", "from": "{sender}", "text": "{text}"},
                template={
                    "channel": "sms",
                    "to": "{to}",
                    "from": "{sender}",
                    "text": "{text}",
                    "language": "{language}",
                    "template": "{template}",
                    "entity": "{entity}",
                    "parameters": "{ordered}",
                },
            ),
            "whatsapp": MessageShape(
                path="/messages",
                fields={"channel": "whatsapp", "to": "{to}", "from": "{sender}", "text": "{text}"},
                template={
                    "channel": "whatsapp",
                    "to": "{to}",
                    "from": "{sender}",
                    "text": "{text}",
                    "language": "{language}",
                    "template": "{template}",
                    "parameters": "{ordered}",
                },
            ),
        },
    ),
)

PRESETS: dict[str, Preset] = {each.name: each for each in _LISTED}
