"""Stand-ins for what the faces call, for tests of the faces themselves; every real part has its own tests."""

import contextlib
import dataclasses
from collections.abc import Mapping
from typing import cast
from uuid import UUID

from api.metrics import RequestMetrics
from api.services import Services
from core.clock import SystemClock
from core.errors import ErrorKind, PlatformError
from tenants.permissions import TENANT_PERMISSIONS
from tenants.principals import Principal, PrincipalKind
from tenants.request_log import Seen

GOOD_KEY = "cmk_sandbox_good"
CALLER = Principal(
    kind=PrincipalKind.API_KEY,
    id="key_01kc1x5w3efvr9q2d8m4n6p7hs",
    tenant_id=UUID(int=1),
    environment_id=UUID(int=2),
    mode="sandbox",
    permissions=TENANT_PERMISSIONS,
)


class CredentialRefused(PlatformError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "credential_refused"
    fix = "Send a key of this environment."


@dataclasses.dataclass(frozen=True)
class FixedAllowance:
    policy: str = "default"
    limit: int = 100
    window_s: int = 1
    remaining: int = 99
    reset_s: int = 1


class RateLimited(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "rate_limited"
    fix = "Wait."
    allowance: FixedAllowance


class OneKeyAuthenticator:
    """Knows one key; `warm` says whether it is found without waiting."""

    def __init__(self, *, warm: bool = True) -> None:
        self._warm = warm

    def find_cached(self, authorization: str | None, api_key: str | None) -> Principal | None:
        return CALLER if self._warm and api_key == GOOD_KEY else None

    async def authenticate(self, authorization: str | None, api_key: str | None) -> Principal:
        if api_key == GOOD_KEY or authorization == f"Bearer {GOOD_KEY}":
            return CALLER
        raise CredentialRefused("This credential is not known.")


class SwitchedLimits:
    def __init__(self) -> None:
        self.exhausted = False
        self._allowance = FixedAllowance()

    def check(self, caller: Principal, cost: int = 1, operation: str = "requests") -> FixedAllowance:
        if self.exhausted:
            error = RateLimited("Too many requests.", retry_after_s=2.2)
            error.allowance = FixedAllowance(remaining=0, reset_s=3)
            raise error
        return self._allowance

    def units(self, caller: Principal, operation: str, count: int) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class SwitchedReadiness:
    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    async def runtimes(self) -> Mapping[str, str]:
        return {"onnx": "ready"}

    async def check(self) -> Mapping[str, str]:
        return self.wrong


class SeenCalls:
    """What the faces told of their calls."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def add(self, caller: Principal, seen: Seen) -> None:
        del caller
        self.seen.append(seen)


class SilentTelemetry:
    def prometheus(self) -> bytes:
        return b""


class Absent:
    """Stands where a service is not part of the test; touching it is a mistake of the test."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        raise AssertionError(f"the test gave no service {self._name!r} (asked for {attribute!r})")


def make_services(**given: object) -> Services:
    """Build `Services` with fakes around the faces and `Absent` for every noun not given."""
    known: dict[str, object] = {
        "clock": SystemClock(),
        "authenticator": OneKeyAuthenticator(),
        "limits": SwitchedLimits(),
        "readiness": SwitchedReadiness(),
        "metrics": RequestMetrics(),
        "request_log": SeenCalls(),
        "telemetry": SilentTelemetry(),
        "tracing": None,
    }
    names = [field.name for field in dataclasses.fields(Services)]
    filled = {name: given.get(name, known.get(name, Absent(name))) for name in names}
    return Services(**cast("dict[str, Absent]", filled))  # type: ignore[arg-type]
