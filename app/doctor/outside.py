"""An installation seen from outside, as a developer sees it: by its address and an API key."""

import datetime as dt
import email.utils
import importlib.util
import pathlib
import re
import secrets
import socket
import ssl
import string
import urllib.parse

import httpx
import msgspec

from api.settings import API_VERSION
from app.doctor.findings import Finding, Limits, failed, ok, skew, skipped, warning
from core.clock import Clock

_TIMEOUT_S = 10.0
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_SDK = "countermark_client"
_PINNED = re.compile(r'^API_VERSION = "([^"]+)"', re.MULTILINE)
_KEY = "API key"


class _Caller(msgspec.Struct):
    mode: str
    environment_id: str
    permissions: list[str]


class _Problem(msgspec.Struct):
    code: str = ""
    fix: str = ""


def examine(
    url: str, key: str | None, clock: Clock, limits: Limits, trust: ssl.SSLContext | None = None
) -> list[Finding]:
    """url: of the REST face. key: without one, what needs a credential is passed over. trust: the system's authorities by default."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return [failed("address", f"{url} is no address", "Give one such as https://api.example.com.")]
    context = trust or ssl.create_default_context()
    found = _connection(parts, clock, limits, context)
    if any(finding.state == "failed" for finding in found):
        return found
    with httpx.Client(base_url=url.rstrip("/"), timeout=_TIMEOUT_S, verify=context) as client:
        try:
            return [*found, *_answers(client, key, clock, limits)]
        except httpx.HTTPError as error:
            fix = "Something between takes connections and no requests: look at the proxy's own log."
            return [*found, failed("reach", f"it does not answer: {type(error).__name__}", fix)]


def _connection(
    parts: urllib.parse.SplitResult, clock: Clock, limits: Limits, context: ssl.SSLContext
) -> list[Finding]:
    """By steps: name, port, certificate. The first that fails is told."""
    host, tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    try:
        connection = socket.create_connection((host, port), _TIMEOUT_S)
    except socket.gaierror:
        return [
            failed(
                "address",
                f"no such host: {host}",
                "Correct the address, or the name service of this machine.",
            )
        ]
    except OSError as error:
        fix = "Start the service (countermark serve), correct the port, or open the firewall between."
        return [failed("reach", f"nothing listens at {host}:{port}: {error.strerror or error}", fix)]
    with connection:
        found = [ok("reach", f"{host}:{port} takes connections")]
        if tls:
            return [*found, _certificate(connection, host, clock, limits, context)]
    if host in _LOCAL:
        return found
    said = "the key goes to another machine in clear"
    return [*found, warning("TLS", said, "Put a proxy that ends TLS in front, and use its https:// address.")]


def _certificate(
    connection: socket.socket, host: str, clock: Clock, limits: Limits, context: ssl.SSLContext
) -> Finding:
    try:
        with context.wrap_socket(connection, server_hostname=host) as wrapped:
            told, protocol = wrapped.getpeercert() or {}, wrapped.version()
    except ssl.SSLCertVerificationError as error:
        fix = "Renew it, or let it come from an authority that this machine trusts (SSL_CERT_FILE names others)."
        return failed("TLS", f"the certificate is refused: {error.verify_message}", fix)
    except OSError as error:
        fix = "The port speaks no TLS: use http://, or the proxy's port."
        return failed("TLS", f"no handshake: {type(error).__name__}", fix)
    ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told.get("notAfter"))), dt.UTC)
    days = (ends - clock.now()).days
    if days < limits.certificate_days_low:
        return warning(
            "TLS", f"the certificate ends in {days} days", "Renew it, and let a service renew it from now on."
        )
    return ok("TLS", f"{protocol}, the certificate is good for {days} days")


def _answers(client: httpx.Client, key: str | None, clock: Clock, limits: Limits) -> list[Finding]:
    live = client.get("/health/live")
    if live.status_code != 200 or b'"live"' not in live.content:
        said = f"something else answers there ({live.status_code} for /health/live)"
        return [failed("service", said, "Correct the address: it is that of the REST face, without /api/v1.")]
    ready = client.get("/health/ready")
    state = ok("service", "lives and is ready")
    if ready.status_code != 200:
        fix = "Wait and ask again; whoever runs it finds the reason by `countermark doctor` there."
        state = failed("service", "lives, and is not ready: requests are refused", fix)
    return [state, *_call(client, key, clock, limits), sdk()]


def _call(client: httpx.Client, key: str | None, clock: Clock, limits: Limits) -> list[Finding]:
    """One call that changes nothing, and what its headers say."""
    sent = "doctor-" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    headers = {"X-Request-Id": sent, **({"X-API-Key": key} if key else {})}
    before = clock.now()
    answer = client.get("/api/v1/principal", headers=headers)
    middle = before + (clock.now() - before) / 2
    return [
        _authority(answer, key),
        _version(answer),
        _clock_of(answer, middle, limits),
        _request_id(answer, sent),
    ]


def _authority(answer: httpx.Response, key: str | None) -> Finding:
    if not key:
        return skipped(_KEY, "none was given", "Give --key, or set COUNTERMARK_API_KEY.")
    if answer.status_code == 200:
        caller = msgspec.json.decode(answer.content, type=_Caller)
        said = f"acts in the {caller.mode} environment {caller.environment_id} with {len(caller.permissions)} permissions"
        return ok(_KEY, said)
    try:
        problem = msgspec.json.decode(answer.content, type=_Problem)
    except msgspec.DecodeError:
        problem = _Problem()
    fix = problem.fix or "Make a new key: countermark keys create, or ask an admin of your tenant."
    return failed(_KEY, f"refused with {answer.status_code} {problem.code}".rstrip(), fix)


def _version(answer: httpx.Response) -> Finding:
    served = answer.headers.get("Countermark-Version")
    if served is None:
        fix = "A proxy takes headers out of answers: let Countermark-Version and X-Request-Id pass."
        return warning("API version", "the answer does not tell its version", fix)
    if served != API_VERSION:
        newer = "this program" if served < API_VERSION else "the server"
        fix = f"Upgrade the older one; {newer} is newer. Deprecations are in CHANGELOG.md."
        return failed("API version", f"the server speaks {served}, this program {API_VERSION}", fix)
    return ok("API version", served)


def _clock_of(answer: httpx.Response, at: dt.datetime, limits: Limits) -> Finding:
    try:
        told = email.utils.parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return skipped("clock of the server", "the answer has no date")
    # The header is cut to whole seconds: half of one is added.
    return skew("clock of the server", (told - at).total_seconds() + 0.5, limits, "the server's")


def _request_id(answer: httpx.Response, sent: str) -> Finding:
    back = answer.headers.get("X-Request-Id")
    if back != sent:
        fix = "A proxy takes X-Request-Id out or puts its own in: let it pass, or calls cannot be found again in logs."
        return warning("request id", f"sent {sent}, answered {back or 'none'}", fix)
    return ok("request id", f"{sent} came back: `GET /api/v1/requests` finds it again")


def sdk(package: str = _SDK) -> Finding:
    """Whether the Python SDK of this environment is made for the version that this program speaks. It is read, not imported."""
    check = "Python SDK"
    found = importlib.util.find_spec(package)
    text = "" if found is None or found.origin is None else _beside(pathlib.Path(found.origin))
    pinned = _PINNED.search(text)
    if pinned is None:
        return skipped(check, "not installed in this environment")
    if pinned[1] != API_VERSION:
        said = f"it is made for {pinned[1]}, the API is {API_VERSION}"
        return failed(
            check, said, "Upgrade the older one: pip install -U countermark-client, or this program."
        )
    return ok(check, f"made for {pinned[1]}")


def _beside(package: pathlib.Path) -> str:
    version = package.with_name("version.py")
    return version.read_text() if version.is_file() else ""
