"""The contract of runtimes, against a real tritonserver and a real MLServer, over both protocols of each."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from inference.runtimes import address
from inference.runtimes.adapters import kserve_grpc, kserve_http
from inference.runtimes.remote import RemoteScorer, RemoteSettings
from inference.runtimes.v2 import ModelNotServed, V2Client
from tests.inference.runtimes import graphs
from tests.inference.runtimes.contract import ClientRig, ServerContract
from tests.triton.processes import ModelServerProcess, ProcessRig

LOAD_S = 30.0


class FurnishedRig(ProcessRig):
    """A server process, and one client of it. loads: names of models, for a server that loads nothing by itself."""

    def __init__(self, process: ModelServerProcess, client: V2Client, loads: Sequence[str] = ()) -> None:
        super().__init__(process)
        self.loads = loads
        self._client = client

    def client(self) -> V2Client:
        return self._client

    async def start(self) -> None:
        """Start it, with what it had loaded when it was first started."""
        await super().start()
        for _ in range(100):
            if await self._client.live(1.0):
                break
            await asyncio.sleep(0.05)
        for name in self.loads:
            await self._client.load(name, LOAD_S)


class TritonContract(ServerContract):
    """With Triton's control over what is loaded."""

    async def test_it_loads_only_where_it_may(self, rig: FurnishedRig) -> None:
        """What is in Triton's repository and not loaded is loaded by the setting, and without it is not served."""
        model = graphs.linear().model
        await rig.client().unload(model.name, LOAD_S)
        for _ in range(100):
            try:
                await rig.client().describe(model.name, LOAD_S)
            except ModelNotServed:
                break
            await asyncio.sleep(0.05)
        with pytest.raises(ModelNotServed):
            await RemoteScorer(rig.client(), model, RemoteSettings()).check()
        scorer = RemoteScorer(rig.client(), model, RemoteSettings(load=True, check_timeout_s=LOAD_S))
        await scorer.check()
        assert scorer.state == "ready"


async def loaded(rig: FurnishedRig) -> FurnishedRig:
    for name in rig.loads:
        await rig.client().load(name, LOAD_S)
    return rig


class TestTritonOverGrpc(TritonContract):
    @pytest.fixture
    async def rig(self, triton: ModelServerProcess) -> AsyncIterator[ClientRig]:
        client = kserve_grpc.connect(address.parse(triton.grpc_url))
        yield await loaded(FurnishedRig(triton, client, [placed.model.name for placed in graphs.every()]))
        await client.close()


class TestTritonOverHttp(TritonContract):
    @pytest.fixture
    async def rig(self, triton: ModelServerProcess) -> AsyncIterator[ClientRig]:
        client = kserve_http.connect(address.parse(triton.http_url))
        yield await loaded(FurnishedRig(triton, client, [placed.model.name for placed in graphs.every()]))
        await client.close()


class TestMlServerOverGrpc(ServerContract):
    @pytest.fixture
    async def rig(self, mlserver: ModelServerProcess) -> AsyncIterator[ClientRig]:
        client = kserve_grpc.connect(address.parse(mlserver.grpc_url))
        yield FurnishedRig(mlserver, client)
        await client.close()


class TestMlServerOverHttp(ServerContract):
    """MLServer has no binary tensors over HTTP: rows go as JSON, what is missing as null."""

    @pytest.fixture
    async def rig(self, mlserver: ModelServerProcess) -> AsyncIterator[ClientRig]:
        client = kserve_http.connect(address.parse(mlserver.http_url))
        yield FurnishedRig(mlserver, client)
        await client.close()
