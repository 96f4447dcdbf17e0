"""A sandbox of one's own, and what is magic in it."""

from api.rest.operations import Keyed, get, post
from resolution.sandboxes.clocks import AdvanceClock, SandboxClock, SandboxClocks
from resolution.sandboxes.sandboxes import (
    CreateSandbox,
    MagicValues,
    ResetSandbox,
    Sandbox,
    Sandboxes,
    SandboxReset,
)
from tenants.principals import Principal

_MAGIC = {
    "effect": "decline",
    "customer_id": "magic_decline",
    "amount_minor": 42_420_003,
    "gateway": None,
    "payout_id": None,
    "payee_id": None,
    "does": "The outcome is `decline`, whatever the model and your rules say.",
}
_SEEDED = {
    "customers": ["C000001", "C000002"],
    "transactions": 618,
    "logins": 148,
    "gateway_attempts": 551,
    "payouts": 57,
    "payout_events": 169,
    "commission_agreement_id": "sandbox-partner-2026",
    "stuck_payout_id": "magic_stuck",
}
_CLOCK = {"now": "2026-11-25T10:00:00Z", "ahead_s": 259_200, "moved_at": "2026-11-22T09:59:58Z"}
_ENVIRONMENT = "env_01kc1x5w3cfqj2k4m6n8p0r2tc"


@post(
    "/sandbox",
    operation_id="createSandbox",
    summary="Make a sandbox",
    tag="sandbox",
    public=True,
    status=201,
    example={"name": "Asha Bank"},
    answer_example={
        "tenant_id": "ten_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "environment_id": "env_01kc1x5w3cfqj2k4m6n8p0r2tc",
        "api_key_id": "key_01kc1x5w3ceyp8s1r7t3v5w9yb",
        "api_key": "cmk_sandbox_…",
        "client_id": "cli_01kc1x5w3ceyp8s1r7t3v5w9yc",
        "client_secret": "cms_…",
        "seeded": _SEEDED,
        "magic_values": [_MAGIC],
    },
    responses={404: "This installation makes sandboxes by command alone."},
)
async def create_sandbox(data: CreateSandbox, sandboxes: Sandboxes, peer: str | None) -> Sandbox:
    """A tenant with a sandbox: an API key and an OAuth2 client, shown this once, and a small simulated past. Where the installation lets
    strangers make them; so many an hour, in all and for each address."""
    return await sandboxes.sign_up(peer, data)


@get(
    "/sandbox/magic-values",
    operation_id="listMagicValues",
    summary="List magic values",
    tag="sandbox",
    answer_example={"active": True, "data": [_MAGIC]},
)
async def list_magic_values(caller: Principal, sandboxes: Sandboxes) -> MagicValues:
    """Customers, amounts and gateways that a sandbox treats as told, whatever models and rules say. They mean nothing in live."""
    return await sandboxes.magic_values(caller)


@post(
    "/sandbox/reset",
    operation_id="resetSandbox",
    summary="Reset the sandbox",
    tag="sandbox",
    keyed=Keyed.OPTIONAL,
    example={"environment_id": _ENVIRONMENT},
    answer_example={"environment_id": _ENVIRONMENT, "cleared": 12_345, "seeded": _SEEDED},
)
async def reset_sandbox(caller: Principal, data: ResetSandbox, sandboxes: Sandboxes) -> SandboxReset:
    """Payments, decisions, cases and all that came of them are cleared, and the seed is sent again. Credentials, configuration and the log
    stay: receipts of before still verify. Refused in live. Needs `sandbox:write`."""
    return await sandboxes.reset(caller, data)


@get(
    "/sandbox/clock",
    operation_id="getSandboxClock",
    summary="Read the clock",
    tag="sandbox",
    answer_example=_CLOCK,
)
async def get_sandbox_clock(caller: Principal, sandbox_clocks: SandboxClocks) -> SandboxClock:
    """The time of the caller's environment. In live, and in a sandbox that was never moved, it is the installation's."""
    return await sandbox_clocks.get(caller)


@post(
    "/sandbox/clock/advance",
    operation_id="advanceSandboxClock",
    summary="Move the clock",
    tag="sandbox",
    keyed=Keyed.OPTIONAL,
    example={"by_s": 259_200},
    answer_example=_CLOCK,
)
async def advance_sandbox_clock(
    caller: Principal, data: AdvanceClock, sandbox_clocks: SandboxClocks
) -> SandboxClock:
    """Forward only, by a year at once and ten years in all. What is due by then happens: waits and timers end, cases are overdue, payouts late,
    entries of lists over. Credentials, limits and the log keep the true time. Refused in live. Needs `sandbox:write`."""
    return await sandbox_clocks.advance(caller, data)


HANDLERS = [create_sandbox, list_magic_values, reset_sandbox, get_sandbox_clock, advance_sandbox_clock]
