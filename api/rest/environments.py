"""The caller's environment as a whole."""

from api.rest.operations import Answer, Keyed, get, post
from resolution.leaving.environment_exports import EnvironmentExports
from tenants.closings import CloseEnvironment, Closings, Environment
from tenants.principals import Principal

_OPEN = {
    "id": "env_01kc1x5w3cfqj2k4m6n8p0r2tc",
    "tenant_id": "ten_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "mode": "sandbox",
    "standing": "open",
    "created_at": "2026-11-21T04:45:59.105892Z",
    "closing": None,
}
_CLOSING = {
    "closed_at": "2026-11-22T09:12:40.000000Z",
    "closed_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "reason": "We move to another service.",
    "keys_due_at": "2026-12-22T09:12:40.000000Z",
    "export_waived": False,
    "exported_at": None,
    "keys_destroyed_at": None,
}


@get(
    "/environment/export",
    operation_id="exportEnvironment",
    summary="Export the environment",
    tag="tenants",
    media_type="application/x-tar",
    responses={404: "The log has no checkpoint yet."},
)
async def export_environment(caller: Principal, environment_exports: EnvironmentExports) -> Answer[bytes]:
    """A tar of all that you may take away, streamed: payments, decisions, feedback, rulesets, models, people and keys without
    secrets, cases, workflows, and the log with its proofs. Each export is an entry of the log. Needs `environments:export`."""
    return Answer(stream=await environment_exports.export(caller))


@get(
    "/environment",
    operation_id="getEnvironment",
    summary="Get the environment",
    tag="tenants",
    answer_example=_OPEN,
)
async def get_environment(caller: Principal, closings: Closings) -> Environment:
    """That of the credential: open, closed, or closed and without its keys."""
    return await closings.get(caller)


@post(
    "/environment/close",
    operation_id="closeEnvironment",
    summary="Close the environment",
    tag="tenants",
    keyed=Keyed.OPTIONAL,
    example={"environment_id": _OPEN["id"], "reason": "We move to another service.", "keys_after_days": 30},
    answer_example={**_OPEN, "standing": "closed", "closing": _CLOSING},
)
async def close_environment(caller: Principal, data: CloseEnvironment, closings: Closings) -> Environment:
    """It takes nothing more from then on; it can be read and exported until its keys are destroyed, and its log for ever. Needs
    `environments:close`; the installation alone can take it back."""
    return await closings.close(caller, data)


HANDLERS = [get_environment, export_environment, close_environment]
