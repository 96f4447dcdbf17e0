"""Decisions scored by a real tritonserver and a real MLServer, from the score to the proof."""

import pytest

from tests.inference.runtimes.contract import Rig
from tests.inference.runtimes.decisions import DecisionContract
from tests.inference.runtimes.elsewhere import ElsewhereContract
from tests.triton.processes import ModelServerProcess, ProcessRig


class TestTritonOverGrpc(DecisionContract, ElsewhereContract):
    """The service loads what it needs itself."""

    @pytest.fixture
    def rig(self, triton: ModelServerProcess) -> Rig:
        return ProcessRig(triton)

    @pytest.fixture
    def url(self, triton: ModelServerProcess) -> str:
        return triton.grpc_url


class TestTritonOverHttp(TestTritonOverGrpc):
    @pytest.fixture
    def url(self, triton: ModelServerProcess) -> str:
        return triton.http_url


class TestMlServerOverGrpc(DecisionContract, ElsewhereContract):
    @pytest.fixture
    def rig(self, mlserver: ModelServerProcess) -> Rig:
        return ProcessRig(mlserver)

    @pytest.fixture
    def url(self, mlserver: ModelServerProcess) -> str:
        return mlserver.grpc_url


class TestMlServerOverHttp(TestMlServerOverGrpc):
    @pytest.fixture
    def url(self, mlserver: ModelServerProcess) -> str:
        return mlserver.http_url
