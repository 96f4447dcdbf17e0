"""A small mail server on loopback (RFC 5321): STARTTLS, AUTH PLAIN, and replies that a test chooses."""

import asyncio
import base64
import contextlib
import dataclasses
import datetime as dt
import ipaddress
import pathlib
import ssl
from collections.abc import AsyncIterator

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclasses.dataclass
class MailHost:
    """mails: as they came. talks: one a connection, whether it was protected and who signed in. replies: to RCPT, first to last, then 250."""

    tls: ssl.SSLContext | None
    port: int = 0
    wrapped: bool = False
    mails: list[str] = dataclasses.field(default_factory=list)
    talks: list[tuple[bool, str]] = dataclasses.field(default_factory=list)
    replies: list[str] = dataclasses.field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        protected, user = self.wrapped, ""

        async def say(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())
            await writer.drain()

        await say("220 test")
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while line := (await reader.readline()).decode().strip():
                verb = line.partition(" ")[0].upper()
                if verb == "EHLO":
                    offered = ["250-STARTTLS"] if self.tls and not protected else []
                    await say("250-test", *offered, "250 AUTH PLAIN")
                elif verb == "STARTTLS" and self.tls:
                    await say("220 go on")
                    await writer.start_tls(self.tls)
                    protected = True
                elif verb == "AUTH":
                    user = base64.b64decode(line.split(" ")[2]).decode().replace("\0", ":")
                    await say("235 welcome" if user == ":asha:s3cret@x" else "535 who are you")
                elif verb == "RCPT":
                    await say(self.replies.pop(0) if self.replies else "250 ok")
                elif verb == "DATA":
                    await say("354 go on")
                    self.mails.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                    await say("250 taken")
                elif verb == "QUIT":
                    await say("221 bye")
                    break
                else:
                    await say("250 ok")
        self.talks.append((protected, user))
        writer.close()


@contextlib.asynccontextmanager
async def mail_host(tls: ssl.SSLContext | None, *, wrapped: bool = False) -> AsyncIterator[MailHost]:
    """wrapped: TLS from the first byte; else by STARTTLS if there is a context."""
    host = MailHost(tls, wrapped=wrapped)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=tls if wrapped else None)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()


def certificate(folder: pathlib.Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1. Returns: the server's context, and that of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")]), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    place = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(place)
    return server, ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
