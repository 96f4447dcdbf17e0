"""CARs given to the command: the same audit as of an export, and a step more."""

import pathlib

import pytest

from ledger.verifier import bundle, cli
from ledger.verifier.cars import open_cars
from ledger.verifier.report import EXIT_INCOMPLETE, Step
from tests.ledger.test_bundles import Bundled, bundled, story

__all__ = ["bundled", "story"]


async def test_an_auditor_gives_the_cars_to_the_command(
    story: Bundled, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`countermark-verify bundle *.car`: blocks are a step of their own, which a changed byte fails and a missing file leaves open."""
    log = story.trees.logs[0]
    cars = await story.cars(log)
    trust = tmp_path / "trust"
    keys = open_cars(cars).read(bundle.KEYS).decode()
    trust.write_text(f"{keys}super {story.trees.signer.key}\n")

    def run(paths: list[pathlib.Path]) -> int:
        return cli.main(["bundle", *map(str, paths), "--trust", str(trust), "--processes", "2"])

    assert run(cars) == EXIT_INCOMPLETE  # only of the receipts, which nobody gave
    told = capsys.readouterr().out
    for step in ("blocks", "files", "tree", "history", "super", "epochs"):
        assert f"proven    {step}" in told, told
    assert run(cars[1:]) == EXIT_INCOMPLETE
    told = capsys.readouterr().out
    assert "open      blocks" in told
    assert "\nproven " not in told
    damaged = bytearray(cars[0].read_bytes())
    damaged[-1] ^= 1
    cars[0].write_bytes(damaged)
    assert run(cars) == Step.BLOCKS
