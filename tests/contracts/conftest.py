"""One chain in process for the quick tests, put back to its beginning after each."""

from collections.abc import Iterator

import pytest
from web3 import EthereumTesterProvider, Web3


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
