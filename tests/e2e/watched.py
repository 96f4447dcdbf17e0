"""The service as its own processes, telling all it can: traces of every request, and every line of the log."""

import asyncio
import contextlib
import dataclasses
import json
import pathlib
import threading
import time
from collections.abc import Iterator
from typing import TypeAlias

import httpx

from app import launch, sandbox
from app.launch import RunningService
from app.sandbox import Sandbox
from app.settings import from_environment
from tenants.plans import PlanName
from tests.fakes.collector import Collector, collecting

Line: TypeAlias = dict[str, object]


@dataclasses.dataclass(frozen=True)
class Watched:
    """service with its log, the collector that it sends to, and a sandbox in it."""

    service: RunningService
    collector: Collector
    sandbox: Sandbox

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.sandbox.key}

    def rest(self) -> httpx.Client:
        return httpx.Client(base_url=self.service.rest_url, timeout=60)

    def lines(self) -> list[Line]:
        """The log so far, without a line that is still being written; one that is no JSON object fails."""
        whole, _, _ = self.service.log.read_text().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def wait_for_line(self, request_id: str, timeout_s: float = 60.0) -> Line:
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            for line in self.lines():
                if line.get("request_id") == request_id:
                    return line
            time.sleep(0.05)
        raise AssertionError(f"no line of {request_id}")


@contextlib.contextmanager
def watched(folder: pathlib.Path) -> Iterator[Watched]:
    """Run it while the block runs."""
    with collecting() as collector:
        variables = launch.environment(
            folder,
            extra={
                "COUNTERMARK_OTLP_ENDPOINT": collector.endpoint,
                "COUNTERMARK_TRACES_SHARE": "1",
                "COUNTERMARK_LOG_LEVEL": "debug",
                "COUNTERMARK_SELF_SERVICE_SANDBOX": "true",
                "OTEL_BSP_SCHEDULE_DELAY": "200",
            },
        )
        with launch.running(variables) as service:
            yield Watched(service, collector, _sandbox(variables))


def _sandbox(variables: dict[str, str]) -> Sandbox:
    """Make one in a thread of its own: the tests' loop is running in this one."""
    made: list[Sandbox] = []

    def make() -> None:
        made.append(asyncio.run(sandbox.create(from_environment(variables), "Watched", PlanName.UNMETERED)))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    return made[0]
