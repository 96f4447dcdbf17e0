"""What is committed of the compiler's work: one artefact, and the server's part of it."""

import json

import pytest

from tests.contracts.chains import CONTRACTS, ROOT, artefact

SHIPPED = sorted(path.stem for path in (ROOT / "ledger" / "adapters" / "abi").glob("*.json"))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_server_speaks_to_the_contract_that_is_built(name: str) -> None:
    """The ABI and bytecode in the wheel are those of contracts/build; `make test-contracts` compiles them again."""
    shipped = json.loads((ROOT / "ledger" / "adapters" / "abi" / f"{name}.json").read_text(encoding="utf-8"))
    built = artefact(name)
    assert shipped == {key: built[key] for key in ("contract", "abi", "bytecode")}


def test_each_artefact_has_its_source() -> None:
    """No artefact outlives its contract."""
    assert "LogAnchor" in SHIPPED
    for path in sorted((CONTRACTS / "build").glob("*.json")):
        assert (CONTRACTS / "src" / f"{path.stem}.sol").is_file()
