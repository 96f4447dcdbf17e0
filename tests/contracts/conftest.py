"""Chains for the contracts: py-evm in process for the quick tests, put back after each, and anvil for `make test-contracts`."""

from collections.abc import Iterator

import pytest
from web3 import EthereumTesterProvider, Web3

from tests.contracts.anvil import ANVIL, running_anvil


@pytest.fixture(scope="session")
def _py_evm() -> Web3:
    return Web3(EthereumTesterProvider())


@pytest.fixture
def chain(_py_evm: Web3) -> Iterator[Web3]:
    """An EVM in process with ten funded accounts, whose blocks are made as transactions come."""
    tester = _py_evm.provider.ethereum_tester  # type: ignore[attr-defined]
    before = tester.take_snapshot()
    yield _py_evm
    tester.revert_to_snapshot(before)


@pytest.fixture(scope="session")
def anvil() -> Iterator[Web3]:
    """A chain of ten funded accounts on an anvil of this test run."""
    if not ANVIL.is_file():
        pytest.skip("anvil is not installed: `make contracts` installs it (Linux, x86-64, Node)")
    with running_anvil() as chain:
        yield chain
