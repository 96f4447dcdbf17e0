"""Says at the very end how many cases were compared."""

import pathlib
import sys

import pytest

from tests.ledger.agreement import world
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.agreement.tally import TALLY
from tests.ledger.agreement.world import Real
from tests.ledger.conftest import Log


def pytest_unconfigure() -> None:
    if TALLY.agreed or TALLY.differed:
        sys.stdout.write(f"{TALLY.agreed} passed, {TALLY.differed} failed\n")


@pytest.fixture
def corpus(tmp_path: pathlib.Path) -> Corpus:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return Corpus(folder)


@pytest.fixture
async def real(log: Log, tmp_path: pathlib.Path) -> Real:
    return await world.export(log, tmp_path, 40)
