"""Decisions scored by a fake model server on real sockets."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.model_server import FakeModel, FakeModelServer, fake_model_server
from tests.inference.runtimes import graphs
from tests.inference.runtimes.decisions import USE_CASES, DecisionContract, served
from tests.inference.runtimes.elsewhere import ElsewhereContract


class FakeServerRig:
    """The server alone: its client is the product's."""

    def __init__(self, server: FakeModelServer) -> None:
        self.server = server

    async def kill(self) -> None:
        await self.server.stop()

    async def start(self) -> None:
        await self.server.start()

    def pause(self) -> None:
        self.server.faults.delay_s = 3_600.0

    def resume(self) -> None:
        self.server.faults.delay_s = 0.0


class FakeDecisions(DecisionContract, ElsewhereContract):
    @pytest.fixture
    async def rig(self) -> AsyncIterator[FakeServerRig]:
        async with fake_model_server() as server:
            for use_case in USE_CASES:
                graph = served(use_case)
                server.models[graph.name] = FakeModel(
                    name=graph.name,
                    scorer=graphs.in_process(graph.graph),
                    feature_count=graph.feature_count,
                    widths=graph.widths,
                    digest=graph.digest.hex(),
                )
            yield FakeServerRig(server)


class TestOverGrpc(FakeDecisions):
    @pytest.fixture
    def url(self, rig: FakeServerRig) -> str:
        return rig.server.grpc_url


class TestOverHttp(FakeDecisions):
    @pytest.fixture
    def url(self, rig: FakeServerRig) -> str:
        return rig.server.http_url
