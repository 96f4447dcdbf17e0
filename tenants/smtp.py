"""Mail handed to a server over SMTP (RFC 5321), by the standard library in a thread of its own."""

import asyncio
import ipaddress
import smtplib
import ssl
import urllib.parse
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from uuid import UUID

from core.clock import Clock
from core.errors import ErrorKind, PlatformError

TIMEOUT_S = 10.0
"""Of each step of the talk with the server."""
_POLICY = policy.SMTP.clone(max_line_length=998)
"""As long as RFC 5322 allows: a link is not broken over lines."""
_PORTS = {"smtp": 587, "smtps": 465}
_FOR_GOOD = 500
"""Replies from here on are permanent (RFC 5321 section 4.2.1)."""


class MailUndelivered(PlatformError):
    """The server cannot be reached or will not take the mail now: it is tried again."""

    kind = ErrorKind.UNAVAILABLE
    code = "mail_undelivered"


class MailRefused(PlatformError):
    """The server refuses the mail for good: trying again would do no better."""

    kind = ErrorKind.INVALID
    code = "mail_refused"


class MailServer:
    """Where mail is handed over. Prints without name and password.

    wrapped: TLS from the first byte (`smtps://`); else STARTTLS, without which only a server on this machine is spoken to.
    """

    __slots__ = ("host", "password", "port", "user", "wrapped")

    def __init__(self, url: str) -> None:
        """Raises: ValueError, which says what to give instead."""
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError(
                "give smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465."
            )
        if (parts.username is None) != (parts.password is None):
            raise ValueError(
                "give a user and a password, or neither; percent-encode what an address cannot hold."
            )
        self.host = parts.hostname
        self.port = parts.port or _PORTS[parts.scheme]
        self.user = urllib.parse.unquote(parts.username or "")
        self.password = urllib.parse.unquote(parts.password or "")
        self.wrapped = parts.scheme == "smtps"

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"

    @property
    def here(self) -> bool:
        """Whether it is on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def sender_of(text: str) -> str:
    """Check who mail is from: an address, or a name and an address. Raises: ValueError."""
    address = parseaddr(text)[1]
    before, at, domain = address.rpartition("@")
    if not (before and at and domain) or not text.isprintable() or not address.isascii():
        raise ValueError("give the address that mail is from, such as Countermark <no-reply@example.com>.")
    return text


class SmtpMailer:
    """Hands each mail over on a connection of its own: there are few."""

    def __init__(
        self, server: MailServer, sender: str, clock: Clock, *, trust: ssl.SSLContext | None = None
    ) -> None:
        """trust: whom the server's certificate must come from; the system's authorities by default."""
        self._server = server
        self._sender = sender
        self._clock = clock
        self._trust = trust or ssl.create_default_context()

    async def send(self, message_id: UUID, address: str, subject: str, text: str) -> None:
        """Raises: MailUndelivered, MailRefused."""
        mail = EmailMessage(_POLICY)
        mail["From"], mail["To"], mail["Subject"] = self._sender, address, subject
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = f"<{message_id}@{parseaddr(self._sender)[1].rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in return
        mail.set_content(text)
        await asyncio.to_thread(self._hand_over, mail)

    def _hand_over(self, mail: EmailMessage) -> None:
        """What is raised names no address: errors of the library quote them."""
        try:
            with self._connected() as server:
                server.send_message(mail)
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            raise MailRefused("The mail server does not take this address.") from None
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            raise _refusal(error) from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailUndelivered(
                "The mail server cannot be reached.", internal=type(error).__name__
            ) from None

    def _connected(self) -> smtplib.SMTP:
        return _connected(self._server, self._trust)


def greet(server: MailServer, trust: ssl.SSLContext | None = None) -> None:
    """Connect as a mailer does, log in and leave, without a mail. Raises: MailUndelivered, OSError, smtplib.SMTPException."""
    _connected(server, trust or ssl.create_default_context()).quit()


def _connected(told: MailServer, trust: ssl.SSLContext) -> smtplib.SMTP:
    if told.wrapped:
        server: smtplib.SMTP = smtplib.SMTP_SSL(told.host, told.port, timeout=TIMEOUT_S, context=trust)
    else:
        server = smtplib.SMTP(told.host, told.port, timeout=TIMEOUT_S)
    try:
        server.ehlo()
        if not told.wrapped:
            _protect(server, told, trust)
        if told.user:
            server.login(told.user, told.password)
    except BaseException:
        server.close()
        raise
    return server


def _protect(server: smtplib.SMTP, told: MailServer, trust: ssl.SSLContext) -> None:
    if server.has_extn("starttls"):
        server.starttls(context=trust)
        server.ehlo()
    elif not told.here or told.user:
        raise MailUndelivered("The mail server offers no STARTTLS: nothing is sent in clear.")


def _refusal(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> PlatformError:
    """Wrong credentials and a server in trouble may be mended; an address that it does not know will not be."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = min((code for code, _ in error.recipients.values()), default=0)
    else:
        code = error.smtp_code
    told = f"{type(error).__name__} {code}"
    own = isinstance(
        error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError
    )
    if code >= _FOR_GOOD and not own and not isinstance(error, smtplib.SMTPSenderRefused):
        return MailRefused("The mail server refused the mail.", internal=told)
    return MailUndelivered("The mail server did not take the mail.", internal=told)
