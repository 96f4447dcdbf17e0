"""One call through a connector: no further than it allows, with its credentials, and with a key under which the far side acts once."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import InvalidId, InvalidRequest, PlatformError
from core.ids import parse
from core.json_values import JsonValue
from resolution.actions import ActionFailed
from resolution.connectors import connector_store, paths
from resolution.connectors.connectors import opened
from resolution.connectors.entities import Connector, Credentials, Sealed
from resolution.connectors.presets import PRESETS, Preset
from resolution.outbound import targets
from resolution.outbound.exchange import Reply, Request, WayOut
from tenants.vaults import Vaults

_KEY = re.compile(r"[A-Za-z0-9_-]{10,36}")
_AGAIN = frozenset({408, 409, 425, 429})


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be asked. form: instead of JSON."""

    method: str
    path: str
    query: Mapping[str, str] = {}
    json: JsonValue = None
    form: Mapping[str, str] | None = None

    def __repr__(self) -> str:
        return f"Outgoing({self.method})"


class Caller:
    """Raises of each method: ActionFailed, with a code of this list.

    connector_not_found, method_not_allowed, path_not_allowed, target_refused: not done, and never will be. target_unreachable: nobody
    knows; again. http_<status>: the far side's answer; again for 408, 409, 425, 429 and everything from 500 on.
    """

    def __init__(self, database: Database, vaults: Vaults, way_out: WayOut, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._way_out = way_out
        self._clock = clock

    async def find(self, environment_id: UUID, name: str) -> tuple[Connector, Credentials]:
        """Find a connector by its name or its id, with what it needs."""
        vault = await self._vaults.of(environment_id)
        async with self._database.transaction(environment_id) as tx:
            sealed: Sealed | None
            try:
                sealed = await connector_store.find(tx, environment_id, parse("con", name))
            except InvalidId:
                sealed = await connector_store.find_named(tx, environment_id, name)
        if sealed is None:
            raise ActionFailed("connector_not_found", retryable=False)
        return sealed.connector, opened(vault, sealed)

    async def call(self, connector: Connector, credentials: Credentials, wanted: Outgoing, key: str) -> Reply:
        """Carry out one call; any 2xx is success."""
        if wanted.method not in connector.methods:
            raise ActionFailed("method_not_allowed", retryable=False)
        if not paths.is_plain(wanted.path) or not any(
            paths.allows(each, wanted.path) for each in connector.paths
        ):
            raise ActionFailed("path_not_allowed", retryable=False)
        request = self._request(connector, credentials, wanted, key)
        try:
            reply = await self._way_out.send(request)
        except InvalidRequest:
            raise ActionFailed("target_refused", retryable=False) from None
        except PlatformError as error:
            raise ActionFailed(error.code, retryable=error.code == "target_unreachable") from None
        if not 200 <= reply.status < 300:
            again = reply.status in _AGAIN or reply.status >= 500
            raise ActionFailed(f"http_{reply.status}", retryable=again)
        return reply

    def _request(self, connector: Connector, credentials: Credentials, wanted: Outgoing, key: str) -> Request:
        preset = PRESETS.get(connector.preset or "")
        url = targets.joined(connector.base_url, wanted.path)
        if wanted.query:
            url = f"{url}?{urlencode(wanted.query)}"
        body, headers = b"", {"accept": "application/json"}
        if wanted.form is not None:
            body = urlencode(wanted.form).encode()
            headers["content-type"] = "application/x-www-form-urlencoded"
        elif wanted.json is not None:
            body = msgspec.json.encode(wanted.json)
            headers["content-type"] = "application/json"
        if wanted.method != "GET":
            headers[_key_header(preset, wanted.path)] = idempotency_key(key)
        signed = Request(method=wanted.method, url=url, headers=headers, body=body)
        now_s = int(self._clock.now().timestamp())
        prefix = preset.prefix if preset else ""
        own = credential_headers(connector, credentials, signed, prefix=prefix, now_s=now_s)
        return msgspec.structs.replace(signed, headers=headers | own)


def idempotency_key(key: str) -> str:
    """The key of a step as any service takes it: 10 to 36 plain characters, the same for the same step."""
    return key if _KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:36]


def _key_header(preset: Preset | None, path: str) -> str:
    """Where the service looks for the key of a step; Razorpay has a header for each kind of thing that must happen once."""
    if preset is None:
        return "Idempotency-Key"
    at = preset.idempotency_at.items()
    return next((header for pattern, header in at if paths.allows(pattern, path)), preset.idempotency)


def credential_headers(
    connector: Connector, credentials: Credentials, request: Request, *, prefix: str, now_s: int
) -> dict[str, str]:
    """What proves who calls. hmac: hex of HMAC-SHA256 over `time.METHOD.path.body`, the time in X-Timestamp."""
    if connector.auth == "bearer":
        return {"authorization": f"Bearer {credentials.secret}"}
    if connector.auth == "basic":
        pair = f"{credentials.username}:{credentials.secret}".encode()
        return {"authorization": f"Basic {base64.b64encode(pair).decode()}"}
    if connector.auth == "header":
        return {credentials.header_name: f"{prefix}{credentials.secret}"}
    if connector.auth == "hmac":
        path = targets.path_of(request.url)
        signed = f"{now_s}.{request.method}.{path}.".encode() + request.body
        digest = hmac.new(credentials.secret.encode(), signed, "sha256").hexdigest()
        name = credentials.header_name
        return {
            "x-timestamp": str(now_s),
            "x-signature" if name == "Authorization" else name: digest,
        }
    return {}
