"""Mail over a real socket: protected, signed in, tried again, given up, and never told to a log."""

import asyncio
import logging
import pathlib
import ssl
import uuid
from collections.abc import Awaitable, Callable

import pytest

from app.settings import SettingInvalid, from_environment
from core import job_loop, jobs
from core.clock import ManualClock
from core.database import Database
from core.outbox import JOB, Message, Outbox
from tenants.invitations import InviteMember
from tenants.mail import INVITATION_TOPIC, InvitationMail
from tenants.permissions import Role
from tenants.principals import Principal
from tenants.services import TenantServices
from tenants.smtp import MailRefused, MailServer, MailUndelivered, SmtpMailer
from tests.fakes.smtp_server import MailHost, certificate, mail_host

SENDER = "Countermark <no-reply@bank.example>"
ADDRESS = "asha.canary@example.com"
MESSAGE = uuid.UUID(int=7)


@pytest.fixture
def tls(tmp_path: pathlib.Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path)


def mailer_to(host: MailHost, clock: ManualClock, trust: ssl.SSLContext | None, who: str = "") -> SmtpMailer:
    scheme = "smtps" if host.wrapped else "smtp"
    return SmtpMailer(MailServer(f"{scheme}://{who}127.0.0.1:{host.port}"), SENDER, clock, trust=trust)


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_mail_is_handed_over(
    tls: tuple[ssl.SSLContext, ssl.SSLContext], clock: ManualClock, *, wrapped: bool
) -> None:
    """By STARTTLS or TLS from the start, signed in, with an id that is the same on each retry."""
    async with mail_host(tls[0], wrapped=wrapped) as host:
        mailer = mailer_to(host, clock, tls[1], "asha:s3cret%40x@")
        await mailer.send(MESSAGE, ADDRESS, "Hello", "A link:\n\nhttps://x.example/#cmi_live_a\n")
    assert host.talks == [(True, ":asha:s3cret@x")]
    assert f"Message-ID: <{MESSAGE}@bank.example>" in host.mails[0]
    assert f"To: {ADDRESS}" in host.mails[0]
    assert "https://x.example/#cmi_live_a" in host.mails[0]


async def test_nothing_secret_goes_in_clear(
    tls: tuple[ssl.SSLContext, ssl.SSLContext], clock: ManualClock
) -> None:
    """Without STARTTLS no password is sent, and a certificate that nobody vouches for ends the talk."""
    async with mail_host(None) as host:
        with pytest.raises(MailUndelivered, match="STARTTLS"):
            await mailer_to(host, clock, None, "asha:s3cret%40x@").send(MESSAGE, ADDRESS, "s", "t")
        await mailer_to(host, clock, None).send(
            MESSAGE, ADDRESS, "s", "t"
        )  # a relay on this machine may be plain
    async with mail_host(tls[0]) as other:
        with pytest.raises(MailUndelivered):
            await mailer_to(other, clock, None).send(MESSAGE, ADDRESS, "s", "t")
    assert (len(host.mails), other.mails) == (1, [])
    assert MailServer("smtp://mail.example").here is False


@pytest.mark.parametrize(("reply", "kind"), [("451 later", MailUndelivered), ("550 nobody", MailRefused)])
async def test_a_refusal_is_for_now_or_for_good(
    clock: ManualClock, reply: str, kind: type[Exception]
) -> None:
    """A reply of the 5xx kind about an address is final; neither names the address."""
    async with mail_host(None) as host:
        host.replies = [f"{reply} {ADDRESS}"]
        with pytest.raises(kind) as caught:
            await mailer_to(host, clock, None).send(MESSAGE, ADDRESS, "s", "t")
    assert "canary" not in f"{caught.value!r} {vars(caught.value)}"
    with pytest.raises(MailUndelivered):  # nobody listens any more
        await mailer_to(host, clock, None).send(MESSAGE, ADDRESS, "s", "t")


@pytest.fixture
async def empty_queue(database: Database) -> None:
    """Other tests left invitations that nobody carried out."""
    async with database.unscoped() as tx:
        await tx.execute("DELETE FROM pgqueuer")


async def worked_off(
    database: Database, services: TenantServices, mailer: SmtpMailer, done: Callable[[], Awaitable[bool]]
) -> None:
    """Do what the worker does until `done`."""
    outbox = Outbox(database, {INVITATION_TOPIC: InvitationMail(services.vaults, mailer).deliver})

    async def work() -> None:
        async with database.listening() as connection:
            await job_loop.run(connection, {JOB: outbox.deliver})

    task = asyncio.create_task(work())
    try:
        async with asyncio.timeout(90):
            while not await done():  # noqa: ASYNC110  a table has no event to wait for
                await asyncio.sleep(0.05)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def deliveries(database: Database) -> dict[str, int]:
    """How many there are by state; what was delivered is in none."""
    async with database.unscoped() as tx:
        return {state: count for (job, state), count in (await jobs.count(tx)).items() if job == JOB}


@pytest.mark.usefixtures("empty_queue")
async def test_an_invitation_arrives_though_the_server_stumbles(
    services: TenantServices, system: Principal, database: Database, clock: ManualClock
) -> None:
    """The first try fails, a later one hands the link over."""
    made = await services.invitations.invite(system, InviteMember(address=ADDRESS, role=Role.VIEWER))

    async def done() -> bool:
        return await deliveries(database) == {}

    async with mail_host(None) as host:
        host.replies = ["451 try later"]
        await worked_off(database, services, mailer_to(host, clock, None), done)
    assert len(host.talks) == 2
    assert [made.link in mail for mail in host.mails] == [True]


@pytest.mark.usefixtures("empty_queue")
async def test_an_address_that_is_refused_is_given_up(
    services: TenantServices,
    system: Principal,
    database: Database,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One try, one line without the address, and the job stays where its metric counts it."""
    await services.invitations.invite(system, InviteMember(address=ADDRESS, role=Role.VIEWER))

    async def done() -> bool:
        return await deliveries(database) == {"failed": 1}

    async with mail_host(None) as host:
        host.replies = ["550 no such user"] * 5
        with caplog.at_level(logging.WARNING, logger="core.job_loop"):
            await worked_off(database, services, mailer_to(host, clock, None), done)
    assert (len(host.talks), host.mails) == (1, [])
    said = [record for record in caplog.records if record.name == "core.job_loop"]
    assert [record.message for record in said] == ["A job was given up."]
    assert "canary" not in str([vars(record) for record in said])


@pytest.mark.parametrize(
    ("url", "sender", "named"),
    [
        ("http://mail.example", SENDER, "SMTP_URL"),
        ("smtp://asha@mail.example", SENDER, "SMTP_URL"),
        ("smtp://mail.example:99999", SENDER, "SMTP_URL"),
        ("smtp://mail.example", "", "MAIL_FROM"),
        ("smtp://mail.example", "nobody", "MAIL_FROM"),
        ("", "nobody", "MAIL_FROM"),
    ],
)
def test_settings_that_cannot_be_used(url: str, sender: str, named: str) -> None:
    """The variable is named and the password is not shown."""
    told = {"COUNTERMARK_SMTP_URL": url, "COUNTERMARK_MAIL_FROM": sender}
    with pytest.raises(SettingInvalid, match=f"COUNTERMARK_{named}"):
        from_environment(told)
    good = from_environment(
        {**told, "COUNTERMARK_SMTP_URL": "smtps://a:pass%3aword@m.example", "COUNTERMARK_MAIL_FROM": SENDER}
    )
    assert good.mail.sender == SENDER
    assert "pass" not in repr(good) + repr(MailServer(good.mail.smtp_url.reveal()))


async def test_many_mails_do_not_wait_for_each_other(
    services: TenantServices, system: Principal, database: Database, clock: ManualClock
) -> None:
    """Each holds a connection while its vault is opened over another: more at once than there are connections would all wait."""
    for at in range(20):
        await services.invitations.invite(system, InviteMember(address=f"{at}.{ADDRESS}", role=Role.VIEWER))
    async with database.unscoped() as tx:
        bells = [
            row["payload"] for row in await tx.fetch("SELECT payload FROM pgqueuer ORDER BY id DESC LIMIT 20")
        ]
    sent: list[str] = []

    async def deliver(_message: Message) -> None:
        async with database.unscoped() as tx:
            sent.append(str(await tx.fetchval("SELECT pg_backend_pid()")))

    outbox = Outbox(database, {INVITATION_TOPIC: deliver})
    async with asyncio.timeout(25):  # less than a wait for a connection may take
        await asyncio.gather(*(outbox.deliver(bell) for bell in bells))
    assert len(sent) == 20
