"""One installation for all tests of faults, with a durable PostgreSQL; each test starts its service and makes its sandbox."""

import os
import pathlib
import sys
from collections.abc import Iterator

import msgspec
import pytest

from app import launch, sandbox
from app.launch import RunningService
from app.scratch import scratch
from app.settings import Settings, from_environment
from tenants.plans import PlanName
from tests.busy import before_others
from tests.faults.load import Target

DEFAULT_SEED = 20261121
LOG_LINES = 200


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """variables: the environment that every start of this service gets, so that its ports stay the same."""

    variables: dict[str, str]
    settings: Settings

    async def sandbox(self) -> Target:
        """Make a tenant without limits on the running service, so that what a test counts is its own."""
        made = await sandbox.create(self.settings, "Faults", PlanName.UNMETERED)
        server = self.settings.server
        return Target(
            rest_port=server.rest_port,
            grpc_address=f"127.0.0.1:{server.grpc_port}",
            key=made.key,
            environment_id=made.environment_id,
        )


@pytest.fixture(scope="session")
def seed() -> int:
    """FAULT_SEED repeats a run with the same questions and the same moments."""
    return int(os.environ.get("FAULT_SEED", DEFAULT_SEED))


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    if sys.platform != "linux":
        pytest.skip("the tests of faults find processes in /proc")
    with scratch("faults") as folder, before_others():
        variables = launch.environment(folder / "data", extra={"COUNTERMARK_EPOCH_EVERY_S": "2"})
        try:
            yield Installation(variables=variables, settings=from_environment(variables))
        finally:
            capture = request.config.pluginmanager.getplugin("capturemanager")
            if request.session.testsfailed and capture is not None:
                with capture.global_and_fixture_disabled():
                    sys.stderr.write(_last_lines(folder / "data" / "service.log"))


def _last_lines(log: pathlib.Path) -> str:
    """What the service of a failed run said last: its folder goes."""
    said = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(["", f"The last of {len(said)} lines of the service's log:", *said[-LOG_LINES:], ""])


@pytest.fixture
def service(installation: Installation) -> Iterator[RunningService]:
    with launch.running(installation.variables) as running:
        yield running
