"""Servers of one session, with the models of the contract; a test that is left out says what is missing."""

import pathlib
from collections.abc import Iterator

import pytest

from inference.runtimes import folders
from inference.runtimes.folders import ServedGraph
from tests.inference.runtimes import graphs
from tests.inference.runtimes.decisions import USE_CASES, served
from tests.triton import processes
from tests.triton.processes import ModelServerProcess


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs the servers' environments."""
    here = pathlib.Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.model_servers)


def every() -> list[ServedGraph]:
    """What a server is prepared with: the models of both contracts."""
    return [placed.served for placed in graphs.every()] + [served(use_case) for use_case in USE_CASES]


@pytest.fixture(scope="session")
def triton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServerProcess]:
    """A tritonserver that loads what it is asked to."""
    work = tmp_path_factory.mktemp("triton")
    repository = work / "models"
    for graph in every():
        folders.write(graph, repository, "triton-python")
    with processes.triton(repository, work) as server:
        server.repository = repository
        yield server


@pytest.fixture(scope="session")
def mlserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServerProcess]:
    work = tmp_path_factory.mktemp("mlserver")
    repository = work / "models"
    for graph in every():
        folders.write(graph, repository, "mlserver")
    with processes.mlserver(repository, work) as server:
        server.repository = repository
        yield server
