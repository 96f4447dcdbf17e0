"""The caller's environment as a whole."""

from api.rest.operations import Answer, get
from resolution.leaving.environment_exports import EnvironmentExports
from tenants.principals import Principal


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


HANDLERS = [export_environment]
