"""Others that the settings name: the chain's nodes, the model server, mail, witnesses, IPFS, the collector."""

import asyncio
import contextlib
import smtplib
import socket
import urllib.parse

import httpx
import msgspec

from app.chain_settings import ChainSettings
from app.doctor.findings import Finding, failed, ok
from app.setting_texts import Secret
from app.settings import PREFIX, ModelServerSettings, Settings
from app.wiring.placements import model_server
from core.errors import PlatformError
from ledger.settings import WitnessAddress
from tenants.smtp import MailServer, greet

_TIMEOUT_S = 5.0


class _Answer(msgspec.Struct):
    result: str | None = None


def examine(settings: Settings) -> list[Finding]:
    """Ask each one that is set; one that is not set is not named."""
    found = _chain(settings.chain)
    if settings.model_server.url:
        found.append(asyncio.run(_model_server(settings.model_server)))
    if settings.mail.smtp_url:
        found.append(_mail(settings.mail.smtp_url))
    found += [_witness(one) for one in settings.witnesses]
    if settings.ipfs.rpc_url:
        found.append(_ipfs(settings))
    if settings.telemetry.otlp_endpoint:
        found.append(_collector(settings.telemetry.otlp_endpoint))
    return found


def _chain(settings: ChainSettings) -> list[Finding]:
    """Ask each node for its chain, and whether the contract is there. Only hosts are told: a path may hold a provider's key."""
    found = []
    for url in settings.endpoints.reveal():
        check, host = "chain", urllib.parse.urlsplit(url).hostname
        try:
            chain_id = _ask(url, "eth_chainId")
            code = (
                _ask(url, "eth_getCode", f"0x{settings.contract.hex()}", "latest")
                if settings.contract
                else "0x0"
            )
        except (httpx.HTTPError, msgspec.DecodeError, ValueError) as error:
            fix = f"Name a node that answers in {PREFIX}CHAIN_RPC_URLS; others that are set are asked meanwhile."
            found.append(failed(check, f"{host} does not answer: {type(error).__name__}", fix))
            continue
        if int(chain_id, 16) != settings.chain_id:
            said = f"{host} serves chain {int(chain_id, 16)}, and {settings.chain_id} is set"
            found.append(failed(check, said, f"Correct {PREFIX}CHAIN_ID or {PREFIX}CHAIN_RPC_URLS."))
        elif code == "0x":
            said = f"{host} knows no contract at {PREFIX}CHAIN_ANCHOR_CONTRACT"
            found.append(
                failed(check, said, "Deploy it, or set the address that it has: countermark chain deploy")
            )
        else:
            found.append(ok(check, f"{host} serves chain {settings.chain_id}"))
    return found


def _ask(url: str, method: str, *arguments: str) -> str:
    """Raises: HTTPError, DecodeError, ValueError."""
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": arguments}
    answer = httpx.post(url, json=body, timeout=_TIMEOUT_S)
    answer.raise_for_status()
    result = msgspec.json.decode(answer.content, type=_Answer).result
    if result is None:
        raise ValueError(method)
    return result


async def _model_server(settings: ModelServerSettings) -> Finding:
    check, host = "model server", urllib.parse.urlsplit(settings.url).netloc
    async with model_server(settings) as server:
        state = "unreachable" if server is None else await server.status()
    if state == "ready":
        return ok(check, f"{host} answers")
    fix = f"Start it, or correct {PREFIX}TRITON_URL; until then its versions decide without a model, and say `degraded`."
    return failed(check, f"{host} does not answer", fix)


def _mail(url: Secret) -> Finding:
    server = MailServer(url.reveal())
    check, where = "mail", f"{server.host}:{server.port}"
    try:
        greet(server)
    except smtplib.SMTPAuthenticationError as error:
        said = f"{where} refuses the user or the password ({error.smtp_code})"
        return failed(check, said, f"Correct them in {PREFIX}SMTP_URL.")
    except PlatformError as error:
        return failed(
            check, error.message, f"Give smtps:// in {PREFIX}SMTP_URL, or let the server offer STARTTLS."
        )
    except (OSError, smtplib.SMTPException) as error:
        fix = f"See that {PREFIX}SMTP_URL names host, port and kind of TLS rightly, and that no firewall is between."
        return failed(check, f"{where} cannot be spoken to: {type(error).__name__}", fix)
    return ok(check, f"{where} takes mail")


def _witness(witness: WitnessAddress) -> Finding:
    check, name = "witnesses", witness.keys[0].name
    try:
        httpx.get(witness.url, timeout=_TIMEOUT_S)
    except httpx.HTTPError as error:
        fix = f"Correct {PREFIX}WITNESSES, or ask who runs it; one inside must be let out by {PREFIX}OUTBOUND_ALLOW."
        return failed(check, f"{name} at {witness.url} does not answer: {type(error).__name__}", fix)
    return ok(check, f"{name} answers at {witness.url}")


def _ipfs(settings: Settings) -> Finding:
    check, token = "IPFS", settings.ipfs.rpc_token.reveal()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    host = urllib.parse.urlsplit(settings.ipfs.rpc_url).netloc.rpartition("@")[2]
    try:
        answer = httpx.post(f"{settings.ipfs.rpc_url}/api/v0/version", headers=headers, timeout=_TIMEOUT_S)
    except httpx.HTTPError as error:
        return failed(
            check, f"{host} does not answer: {type(error).__name__}", f"Correct {PREFIX}IPFS_RPC_URL."
        )
    if answer.status_code != 200:
        fix = f"Correct {PREFIX}IPFS_RPC_TOKEN and {PREFIX}IPFS_RPC_URL."
        return failed(check, f"{host} answers {answer.status_code}", fix)
    return ok(check, f"{host} answers")


def _collector(endpoint: str) -> Finding:
    check, parts = "collector", urllib.parse.urlsplit(endpoint)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with contextlib.closing(socket.create_connection((parts.hostname or "", port), _TIMEOUT_S)):
            return ok(check, f"{parts.hostname}:{port} takes connections")
    except OSError as error:
        fix = f"Correct {PREFIX}OTLP_ENDPOINT; a collector takes OTLP over gRPC at 4317."
        return failed(check, f"{parts.hostname}:{port} takes none: {error.strerror or error}", fix)
