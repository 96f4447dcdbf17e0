"""The services that issue 4 names, as a tenant uses them: gateways, tickets, mail and messages, over real sockets."""

import base64
import email
import email.policy
import ssl
from urllib.parse import parse_qs

import msgspec
import pytest

from core.json_values import JsonValue
from resolution.actions import ActionFailed
from resolution.connectors.calling import idempotency_key
from resolution.connectors.entities import RotateConnector
from resolution.connectors.http_call import HttpCall
from resolution.connectors.messages import MailSend
from resolution.connectors.template_entities import PutMessageTemplate
from resolution.connectors.templates import MessageTemplates
from tenants.smtp import MailServer, SmtpMailer
from tests.fakes.smtp_server import certificate, mail_host
from tests.resolution.connectors.conftest import KEY, Bench, headers_of
from tests.resolution.outbound.inside import answer, listening

BASIC = f"Basic {base64.b64encode(b'rzp_live_1:k').decode()}"
CALLS: dict[str, tuple[dict[str, str], dict[str, JsonValue], str, dict[str, str], object]] = {
    "a payout of Razorpay": (
        {"preset": "razorpay", "username": "rzp_live_1", "secret": "k"},
        {"path": "/payouts", "body": {"amount": 100, "currency": "INR", "mode": "IMPS"}},
        "POST /v1/payouts", {"authorization": BASIC, "x-payout-idempotency": idempotency_key(KEY)},
        {"amount": 100, "currency": "INR", "mode": "IMPS"},
    ),
    "a refund of Razorpay": (
        {"preset": "razorpay", "username": "rzp_live_1", "secret": "k"},
        {"path": "/payments/pay_1/refund", "body": {"amount": 100}},
        "POST /v1/payments/pay_1/refund", {"authorization": BASIC, "x-refund-idempotency": idempotency_key(KEY)}, {"amount": 100},
    ),
    "a transfer of Razorpay": (
        {"preset": "razorpay", "username": "rzp_live_1", "secret": "k"},
        {"path": "/transfers", "body": {"amount": 100}},
        "POST /v1/transfers", {"authorization": BASIC, "x-transfer-idempotency": idempotency_key(KEY)}, {"amount": 100},
    ),
    "a refund of Stripe": (
        {"preset": "stripe", "secret": "rk_live_1"},
        {"path": "/refunds", "form": {"payment_intent": "pi_1", "amount": "100"}},
        "POST /v1/refunds", {"authorization": "Bearer rk_live_1", "idempotency-key": idempotency_key(KEY)},
        {"payment_intent": ["pi_1"], "amount": ["100"]},
    ),
    "a ticket of Zoho Desk": (
        {"preset": "zoho-desk", "secret": "zt"},
        {"path": "/tickets", "body": {"subject": "A payout is late", "departmentId": "1"}},
        "POST /v1/tickets", {"authorization": "Zoho-oauthtoken zt", "idempotency-key": idempotency_key(KEY)},
        {"subject": "A payout is late", "departmentId": "1"},
    ),
    "a ticket of Zoho Desk that is closed": (
        {"preset": "zoho-desk", "secret": "zt"},
        {"path": "/tickets/42", "method": "PATCH", "body": {"status": "Closed"}},
        "PATCH /v1/tickets/42", {"authorization": "Zoho-oauthtoken zt", "idempotency-key": idempotency_key(KEY)}, {"status": "Closed"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
async def test_each_service_is_called_as_it_documents(bench: Bench, name: str) -> None:
    """Line, credentials, the header in which it keeps keys, and the body; the same key on a retry."""
    made, asked, line, headers, body = CALLS[name]
    async with listening(answer(200, b'{"id":"x_1"}')) as far:
        await bench.connector(far, **made)
        step = bench.step({"connector": "bank", **asked})
        outputs = [(await HttpCall(bench.caller).carry_out(step)).output for _ in range(2)]
        assert outputs == [{"status": 200, "body": {"id": "x_1"}}] * 2
    assert len(far.heard) == 2
    for head, sent in far.heard:
        assert head.startswith(f"{line} HTTP/1.1\r\n")
        told = headers_of(head)
        assert {each: told.get(each) for each in headers} == headers
        assert sum("idempotency" in each for each in told) == 1
        assert (parse_qs(sent.decode()) if "form" in asked else msgspec.json.decode(sent)) == body


async def test_a_new_secret_is_in_force_with_the_next_call(bench: Bench) -> None:
    """The old one is sent no more; neither is in an answer of ours, or in the row."""
    async with listening(answer(200, b"{}")) as far:
        made = await bench.connector(far, preset="stripe", secret="rk_old")
        call = HttpCall(bench.caller)
        await call.carry_out(bench.call(connector="bank", path="/refunds", form={"a": "1"}))
        rotated = await bench.connectors.rotate(bench.system, made.id, RotateConnector(secret="rk_new"))
        await call.carry_out(bench.call(connector="bank", path="/refunds", form={"a": "1"}))
    sent = [headers_of(head)["authorization"] for head in far.heads()]
    assert sent == ["Bearer rk_old", "Bearer rk_new"]
    async with bench.database.transaction(bench.environment_id) as tx:
        (row,) = await tx.fetch("SELECT * FROM connector")
    shown = msgspec.json.encode([made, rotated, await bench.connectors.get(bench.system, made.id)])
    assert b"rk_" not in shown
    assert b"rk_" not in bytes(row["sealed"])


async def test_a_stored_text_reaches_a_mail_server(
    bench: Bench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In Hindi, over STARTTLS, signed in; a server that is busy is tried again under the same Message-ID, and the reader gets one mail."""
    server, trust = certificate(tmp_path_factory.mktemp("mail"))
    put = PutMessageTemplate(
        name="paid", channel="mail", language="hi", subject="{name}: भुगतान", text="{name} जी, {amount} मिला।"
    )
    await MessageTemplates(bench.database, bench.clock).put(bench.system, put)
    asked: dict[str, JsonValue] = {
        "to": "asha@example.com", "template": "paid", "language": "hi-IN", "values": {"name": "आशा", "amount": "₹ 500"},
    }  # fmt: skip
    async with mail_host(server) as host:
        host.replies = ["451 later"]
        mailer = smtp(host.port, bench, trust)
        action = MailSend(bench.database, bench.services.vaults, bench.clock, mailer)
        with pytest.raises(ActionFailed) as busy:
            await action.carry_out(bench.step(asked))
        assert (busy.value.code, busy.value.retryable) == ("mail_undelivered", True)
        assert (await action.carry_out(bench.step(asked))).output == {"repeated": False}
        assert (await action.carry_out(bench.step(asked))).output == {"repeated": True}
    (raw,) = host.mails
    mail = email.message_from_bytes(raw.removesuffix("\r\n.\r\n").encode(), policy=email.policy.default)
    assert (mail["To"], mail["Subject"]) == ("asha@example.com", "आशा: भुगतान")
    assert mail.get_content().strip() == "आशा जी, ₹ 500 मिला।"
    assert host.talks == [(True, ":asha:s3cret@x")] * 2


def smtp(port: int, bench: Bench, trust: ssl.SSLContext) -> SmtpMailer:
    url = f"smtp://asha:s3cret%40x@127.0.0.1:{port}"
    return SmtpMailer(MailServer(url), "Countermark <no-reply@bank.example>", bench.clock, trust=trust)
