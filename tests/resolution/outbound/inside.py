"""Servers of this machine for calls that go out: what stands for the inside counts who connects, TLS shows which name was asked."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import pathlib
import ssl
from collections.abc import AsyncIterator, Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Listener:
    """Takes connections, counts them, answers each request with the same bytes. heard: heads and bodies as they came."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.connections = 0
        self.came = asyncio.Event()
        self.heard: list[tuple[str, bytes]] = []
        self.names: list[str | None] = []
        self.ports: list[int] = []

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next(
                (
                    int(line.partition(":")[2])
                    for line in head.splitlines()
                    if line.lower().startswith("content-length:")
                ),
                0,
            )
            self.heard.append((head, await reader.readexactly(length)))
            self.came.set()
            writer.write(self.answer)
            await writer.drain()
        writer.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            await writer.wait_closed()

    def heads(self) -> list[str]:
        return [head for head, _ in self.heard]


def answer(status: int = 200, body: bytes = b"ok", **headers: str) -> bytes:
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Said\r\ncontent-length: {len(body)}\r\n{named}\r\n".encode() + body


@contextlib.asynccontextmanager
async def listening(
    reply: bytes | None = None,
    *,
    hosts: Sequence[str] = ("127.0.0.1",),
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Listener]:
    """Listen on a free port of each host."""
    listener = Listener(reply if reply is not None else answer())
    async with contextlib.AsyncExitStack() as stack:
        for host in hosts:
            server = await asyncio.start_server(listener.take, host, 0, ssl=tls)
            stack.push_async_callback(_closed, server)
            listener.ports.append(server.sockets[0].getsockname()[1])
        yield listener


async def _closed(server: asyncio.Server) -> None:
    server.close()
    await server.wait_closed()


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        self._root = self._signed(self._name, self._key, [], authority=True)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self._root.public_bytes(serialization.Encoding.PEM).decode())

    def server(self, name: str, *, told: Callable[[str | None], None] = lambda _name: None) -> ssl.SSLContext:
        """A server's context with a certificate for one name. told: hears the name that each client asks for (SNI)."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._signed(subject, key, [name], authority=False)
        path = self._folder / f"{name}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        context.sni_callback = lambda _socket, asked, _context: told(asked)
        return context

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, names: list[str], *, authority: bool
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if authority:
            usage = x509.KeyUsage(
                digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
                key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
            )  # fmt: skip
            builder = builder.add_extension(usage, critical=True)
        if names:
            alternative: list[x509.GeneralName] = [_general(name) for name in names]
            builder = builder.add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
