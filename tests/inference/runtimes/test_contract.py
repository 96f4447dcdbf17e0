"""The contract of runtimes, for what runs without anything installed: in process, and a fake server on real sockets."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.runtimes import address
from inference.runtimes.adapters import kserve_grpc, kserve_http
from inference.runtimes.port import Outputs, RuntimeUnavailable
from inference.runtimes.remote import RemoteScorer
from inference.runtimes.remote_check import RemoteModel
from inference.runtimes.v2 import ModelMismatch, ModelNotServed, V2Client
from tests.fakes.model_server import FakeModel, FakeModelServer, fake_model_server
from tests.inference.runtimes import graphs
from tests.inference.runtimes.contract import (
    PATIENT,
    PROMPT_S,
    TIMEOUT_S,
    ClientRig,
    Runtime,
    RuntimeContract,
    ServerContract,
)
from tests.turns import until


class InProcess:
    """ONNX Runtime under the name and wait of the others."""

    def __init__(self, model: RemoteModel) -> None:
        self._scorer = model.reference

    mark = "onnx"

    async def score(self, matrix: NDArray[np.float32], timeout_s: float) -> Outputs:
        return self._scorer.outputs(matrix)

    async def check(self) -> None:
        """Nothing can be amiss."""


class TestInProcess(RuntimeContract):
    @pytest.fixture
    def runtime(self) -> Runtime:
        return InProcess


class FakeRig:
    def __init__(self, server: FakeModelServer, client: V2Client) -> None:
        self.server = server
        self._client = client
        self._slow_s = 0.0

    def client(self) -> V2Client:
        return self._client

    async def kill(self) -> None:
        await self.server.stop()

    async def start(self) -> None:
        self.server.faults.delay_s = 0.0
        await self.server.start()

    def pause(self) -> None:
        self.server.faults.delay_s = 3_600.0

    def resume(self) -> None:
        self.server.faults.delay_s = 0.0


def furnish(server: FakeModelServer) -> None:
    for placed in graphs.every():
        served = placed.served
        server.models[served.name] = FakeModel(
            name=served.name,
            scorer=graphs.in_process(served.graph),
            feature_count=served.feature_count,
            widths=served.widths,
            digest=served.digest.hex(),
        )


class FakeContract(ServerContract):
    """With what only a fake can be told to do."""

    async def test_what_is_no_answer_is_refused(self, rig: FakeRig) -> None:
        """A row too few, a column too many, no number, another version than was asked: an error, never a score."""
        model = graphs.trees().model
        row = graphs.rows(model.feature_count, 2)
        for fault, kind in (
            ({"short": 1}, RuntimeUnavailable),
            ({"wide": True}, RuntimeUnavailable),
            ({"not_a_number": True}, RuntimeUnavailable),
            ({"answering_version": "2"}, ModelMismatch),
        ):
            scorer = RemoteScorer(rig.client(), model, PATIENT)
            await scorer.score(row, TIMEOUT_S)
            for name, value in fault.items():
                setattr(rig.server.faults, name, value)
            with pytest.raises(kind):
                await scorer.score(row, TIMEOUT_S)
            rig.server.faults.short, rig.server.faults.wide = 0, False
            rig.server.faults.not_a_number, rig.server.faults.answering_version = False, ""

    async def test_another_type_is_refused(self, rig: FakeRig) -> None:
        """A model that returns doubles is not the registered one."""
        model = graphs.trees().model
        rig.server.models[model.name].datatype = "FP64"
        with pytest.raises(ModelMismatch):
            await RemoteScorer(rig.client(), model, PATIENT).check()

    async def test_a_model_replaced_later_is_found_out(self, rig: FakeRig) -> None:
        """Once a check is older than allowed, use brings the next one; a swapped graph then scores no more."""
        placed = graphs.linear()
        scorer = RemoteScorer(
            rig.client(), placed.model, msgspec.structs.replace(PATIENT, check_every_s=0.05)
        )
        row = graphs.rows(5, 1)
        await scorer.score(row, TIMEOUT_S)
        rig.server.models[placed.model.name].scorer = graphs.in_process(graphs.linear_graph(2))

        async def found_out() -> bool:
            try:
                await scorer.score(row, TIMEOUT_S)
            except RuntimeUnavailable:
                return True
            return False

        await until(found_out)  # the check runs beside the scores
        assert scorer.state == "failing"

    async def test_connections_are_kept(self, rig: FakeRig) -> None:
        """Fifty calls, one connection."""
        model = graphs.trees().model
        scorer = RemoteScorer(rig.client(), model, PATIENT)
        for _ in range(50):
            await scorer.score(graphs.rows(model.feature_count, 1), TIMEOUT_S)
        assert max(len(rig.server.grpc_peers), rig.server.http_peers) == 1

    async def test_rows_that_wait_together_go_together(self, rig: FakeRig) -> None:
        """100 rows at once are two calls of at most 64; of a version run row by row, each is its own."""
        model = graphs.trees().model
        scorer = RemoteScorer(rig.client(), model, PATIENT)
        await scorer.check()
        rig.server.calls.clear()
        row = graphs.rows(model.feature_count, 1)
        await asyncio.gather(*[scorer.score(row, TIMEOUT_S) for _ in range(100)])
        assert sorted(rig.server.calls) == [36, 64]
        alone = RemoteScorer(rig.client(), graphs.linear().model, PATIENT)
        await alone.check()
        rig.server.calls.clear()
        await asyncio.gather(*[alone.score(graphs.rows(5, 1), TIMEOUT_S) for _ in range(20)])
        assert rig.server.calls == [1] * 20

    async def test_it_loads_only_where_it_may(self, rig: FakeRig) -> None:
        """A model that is there and not loaded is loaded by the setting, and without it is not served."""
        model = graphs.trees().model
        rig.server.models[model.name].loaded = False
        with pytest.raises(ModelNotServed):
            await RemoteScorer(rig.client(), model, PATIENT).check()
        await RemoteScorer(rig.client(), model, msgspec.structs.replace(PATIENT, load=True)).check()
        assert rig.server.models[model.name].loaded
        with pytest.raises(ModelNotServed):
            await RemoteScorer(
                rig.client(), graphs.absent().model, msgspec.structs.replace(PATIENT, load=True)
            ).check()

    async def test_the_token_goes_along(self, rig: FakeRig) -> None:
        """Each call carries the bearer token of the settings."""
        model = graphs.trees().model
        await RemoteScorer(rig.client(), model, PATIENT).check()
        assert {each.get("authorization") for each in rig.server.headers} == {"Bearer sesame"}


class TestFakeOverGrpc(FakeContract):
    @pytest.fixture
    async def rig(self) -> AsyncIterator[ClientRig]:
        async with fake_model_server() as server:
            furnish(server)
            client = kserve_grpc.connect(address.parse(server.grpc_url, "sesame"))
            yield FakeRig(server, client)
            await client.close()


class TestFakeOverHttp(FakeContract):
    @pytest.fixture
    async def rig(self) -> AsyncIterator[ClientRig]:
        async with fake_model_server() as server:
            furnish(server)
            client = kserve_http.connect(address.parse(server.http_url, "sesame"))
            yield FakeRig(server, client)
            await client.close()

    @pytest.mark.parametrize(
        "nonsense",
        [b"<html>", b"[]", b"{}", b"null", b'{"outputs":[{"name":"margin"}]}', b'{"name":7}', b"\xff"],
    )
    async def test_nonsense_is_an_error_of_the_runtime(self, rig: FakeRig, nonsense: bytes) -> None:
        """A proxy's page, another service, half an answer: checked or scored, it fails as a runtime does, at once."""
        model = graphs.trees().model
        scorer = RemoteScorer(rig.client(), model, PATIENT)
        row = graphs.rows(model.feature_count, 1)
        await scorer.score(row, TIMEOUT_S)
        rig.server.faults.nonsense = nonsense
        async with asyncio.timeout(PROMPT_S):
            for call in (scorer.score(row, TIMEOUT_S), scorer.check()):
                with pytest.raises(RuntimeUnavailable):
                    await call


class TestFakeOverPlainJson(FakeContract):
    """A server without the extension for binary tensors."""

    @pytest.fixture
    async def rig(self) -> AsyncIterator[ClientRig]:
        async with fake_model_server(binary=False) as server:
            furnish(server)
            client = kserve_http.connect(address.parse(server.http_url, "sesame"))
            yield FakeRig(server, client)
            await client.close()
