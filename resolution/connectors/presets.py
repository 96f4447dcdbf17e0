"""What is known of services that many tenants use, as data. A preset fills in what a connector leaves out, and nothing else.

Sources: the services' own API references, as of 2026-11. A base URL may always be given instead: regions and test hosts differ.
"""

from typing import Literal

import msgspec

Auth = Literal["none", "bearer", "basic", "header", "hmac"]
WebhookScheme = Literal["razorpay", "stripe"]
Channel = Literal["sms", "whatsapp"]


class MessageShape(msgspec.Struct, frozen=True, kw_only=True):
    """How a service takes a message. path, fields: with {to}, {sender}, {text}, {username} in their places; form: not JSON."""

    path: str
    fields: dict[str, str]
    form: bool = False
    reference: str = "id"


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """header: where a key of the kind `header` goes, `prefix` before it. idempotency: the header that the service keeps keys of."""

    name: str
    about: str
    base_url: str
    auth: Auth
    methods: list[str]
    paths: list[str]
    header: str = "Authorization"
    prefix: str = ""
    idempotency: str = "Idempotency-Key"
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
                form=True,
                reference="sid",
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
            ),
            "whatsapp": MessageShape(
                path="/messages",
                fields={"channel": "whatsapp", "to": "{to}", "from": "{sender}", "text": "{text}"},
            ),
        },
    ),
)

PRESETS: dict[str, Preset] = {each.name: each for each in _LISTED}
