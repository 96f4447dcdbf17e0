"""One installation for all tests of faults: a data folder with a durable PostgreSQL and a sandbox; each test starts its service."""

import asyncio
import os
import pathlib
import shutil
import sys
import tempfile
from collections.abc import Iterator

import msgspec
import pytest

from app import launch, sandbox
from app.launch import RunningService
from app.sandbox import Sandbox
from app.settings import Settings, from_environment
from tenants.plans import PlanName
from tests.faults.load import Target

DEFAULT_SEED = 20261121


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """variables: the environment that every start of this service gets, so that its ports stay the same."""

    variables: dict[str, str]
    settings: Settings
    sandbox: Sandbox

    @property
    def target(self) -> Target:
        server = self.settings.server
        return Target(
            rest_port=server.rest_port, grpc_address=f"127.0.0.1:{server.grpc_port}", key=self.sandbox.key
        )


@pytest.fixture(scope="session")
def seed() -> int:
    """FAULT_SEED repeats a run with the same questions and the same moments."""
    return int(os.environ.get("FAULT_SEED", DEFAULT_SEED))


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    if sys.platform != "linux":
        pytest.skip("the tests of faults find processes in /proc")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cmk-faults-"))
    folder.chmod(0o711)
    variables = launch.environment(folder / "data")
    settings = from_environment(variables)
    with launch.running(variables):
        made = asyncio.run(sandbox.create(settings, "Faults", PlanName.UNMETERED))
    yield Installation(variables=variables, settings=settings, sandbox=made)
    if request.session.testsfailed:
        sys.stderr.write(f"The failed run's data and logs stay in {folder}\n")
    else:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def service(installation: Installation) -> Iterator[RunningService]:
    with launch.running(installation.variables) as running:
        yield running
