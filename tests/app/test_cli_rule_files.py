"""`countermark rules pull|diff|test|push|export|import` against a running server, as git and a spreadsheet would use them."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import settings
from app.cli.remote import RemoteRefused
from app.cli.rules import rules
from core.errors import InvalidRequest
from core.postgres import EmbeddedPostgres
from rules.shipped import SHIPPED
from rules.spreadsheets.exchange import canonical_file
from tests.product import Product, product

USE_CASE = "churn-score"


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("files")) as opened:
        yield opened


async def ran(running: Product, *said: str) -> Result:
    """Run a command as a process of its own would: outside this test's event loop."""
    where = {"COUNTERMARK_URL": str(running.rest.base_url), "COUNTERMARK_API_KEY": running.asha.sandbox_key}
    return await asyncio.to_thread(CliRunner(env=where).invoke, rules, list(said))


async def test_rules_live_in_a_folder(running: Product, tmp_path: Path) -> None:
    """Pull, change, see the difference, test, push, and there is none: each step ends as git's would."""
    folder = str(tmp_path)
    nothing = await ran(running, "pull", folder)
    assert (nothing.exit_code, nothing.output) == (0, ""), nothing.output
    pulled = await ran(running, "pull", folder, "--only", USE_CASE)
    file = tmp_path / f"{USE_CASE}.json"
    assert pulled.output == f"{file}\n"
    same = await ran(running, "diff", folder)
    assert (same.exit_code, same.output) == (0, "")

    file.write_text(file.read_text().replace(">= 0.6", ">= 0.5"))
    cases = tmp_path / f"{USE_CASE}.cases.json"
    cases.write_text(json.dumps(first_cases()))
    changed = await ran(running, "diff", folder)
    assert changed.exit_code == 1
    assert '+ test case "sure"' in changed.output
    assert ">= 0.6 → >= 0.5" in changed.output

    tested = await ran(running, "test", folder)
    assert tested.exit_code == 0, tested.output
    pushed = await ran(running, "push", folder, "--reason", "from git")
    assert "version 1, rsv_" in pushed.output, pushed.output
    assert (await ran(running, "diff", folder)).exit_code == 0
    again = await ran(running, "push", folder, "--reason", "again")
    assert (again.exit_code, again.output) == (0, "")

    other = tmp_path / "other"
    await ran(running, "pull", str(other))
    assert {each.name: each.read_bytes() for each in other.iterdir()} == {
        file.name: file.read_bytes(),
        cases.name: (other / cases.name).read_bytes(),
    }


def first_cases() -> dict[str, object]:
    """Cases that the default with its changed threshold passes, and would fail before."""
    return {
        "cases": [
            {"name": "sure", "facts": {"probability": 0.55}, "outcome": outcome_of(0.65)},
            {"name": "usual", "facts": {"probability": 0.01}, "outcome": outcome_of(0.01)},
        ]
    }


def outcome_of(probability: float) -> str:
    return SHIPPED.prepared(USE_CASE).evaluate({"probability": probability}).outcome


async def test_a_failing_case_ends_the_test_with_one(running: Product, tmp_path: Path) -> None:
    """The line says what was expected, what came, and the row that hit."""
    default = SHIPPED.version("lead-score")
    (tmp_path / "lead-score.json").write_bytes(canonical_file(default.graph, default.fallback))
    cases = {"cases": [{"name": "odd", "facts": {"probability": 0.99}, "outcome": "nonsense"}]}
    (tmp_path / "lead-score.cases.json").write_text(json.dumps(cases))
    tested = await ran(running, "test", str(tmp_path))
    assert tested.exit_code == 1
    assert "FAIL  odd: nonsense was expected," in tested.output
    assert "row 2" in tested.output


async def test_a_table_goes_through_a_spreadsheet(running: Product, tmp_path: Path) -> None:
    """Export as CSV, change a cell, look, push: the server has what the cell says; a wrong one is named."""
    out = tmp_path / "table.csv"
    exported = await ran(running, "export", "credit-score", "--format", "csv", "--out", str(out))
    assert exported.exit_code == 0, exported.exception
    same = await ran(running, "import", "credit-score", str(out))
    assert "no change" in same.output
    text = out.read_bytes().decode("utf-8-sig")
    header, titles, first, *rest = text.splitlines()
    out.write_text("\n".join([header, titles, first.replace(first.split(",")[1], "> 0.123", 1), *rest]))
    pushed = await ran(running, "import", "credit-score", str(out), "--reason", "from a table")
    assert "→ > 0.123" in pushed.output
    assert "version 1, rsv_" in pushed.output
    out.write_text(text.replace(first.split(",")[1], "=SUM(A1)", 1))
    refused = await ran(running, "import", "credit-score", str(out))
    assert isinstance(refused.exception, RemoteRefused)
    assert [field.field for field in refused.exception.fields] == ["B3"]


async def test_a_workbook_goes_out_and_comes_back(running: Product, tmp_path: Path) -> None:
    """The whole ruleset as XLSX, and as the JSON that the folder holds."""
    out = tmp_path / "ruleset.xlsx"
    await ran(running, "export", "payout-delay", "--out", str(out))
    written = tmp_path / "payout-delay.json"
    read = await ran(running, "import", "payout-delay", str(out), "--out", str(written))
    assert "no change" in read.output, read.exception
    default = SHIPPED.version("payout-delay")
    assert written.read_bytes() == canonical_file(default.graph, default.fallback)


async def test_mistakes_are_told(running: Product, tmp_path: Path) -> None:
    """An empty folder, a wrong key and a server that is not there end with one sentence and what to do."""
    empty = await ran(running, "diff", str(tmp_path))
    assert isinstance(empty.exception, InvalidRequest)
    wrong = await ran(running, "pull", str(tmp_path), "--key", "cmk_sandbox_no")
    assert isinstance(wrong.exception, RemoteRefused)
    away = await ran(running, "pull", str(tmp_path), "--url", "http://127.0.0.1:9")
    assert isinstance(away.exception, RemoteRefused)
    assert "cannot be reached" in away.exception.message
    unsaid = await ran(running, "push", str(tmp_path), "--reason", "x", "--key", "")
    assert unsaid.exit_code == 1


def test_a_server_starts_from_the_same_shell() -> None:
    """Whoever exported the address and key of a server can still serve; a setting that is not there is refused."""
    shell = {
        "COUNTERMARK_URL": "http://x",
        "COUNTERMARK_API_KEY": "cmk_sandbox_x",
        "COUNTERMARK_BASE_URL": "http://x",
        "COUNTERMARK_CLIENT_ID": "cli_x",
        "COUNTERMARK_REST_PORT": "8090",
    }
    assert settings.from_environment(shell).server.rest_port == 8090
    with pytest.raises(settings.SettingInvalid, match="COUNTERMARK_API_KEYS"):
        settings.from_environment({**shell, "COUNTERMARK_API_KEYS": "x"})


async def test_a_decision_becomes_a_case(running: Product) -> None:
    """What was decided is shown as the case that it is now; a decision of nobody's is refused."""
    key = {"X-API-Key": running.asha.sandbox_key, "Idempotency-Key": "a-case"}
    decided = await running.rest.post(
        "/api/v1/inference/churn-score", json={"customer_id": "cust-1"}, headers=key
    )
    said = ["add-case", USE_CASE, decided.json()["id"], "--name", "seen", "--reason", "an incident"]
    shown = json.loads((await ran(running, *said)).output)
    assert shown["outcome"] == decided.json()["outcome"]
    assert "probability" in shown["facts"]
    lost = await ran(running, *said[:2], "dec_01kc1x5w3efvr9q2d8m4n6p7hs", *said[3:])
    assert isinstance(lost.exception, RemoteRefused)
