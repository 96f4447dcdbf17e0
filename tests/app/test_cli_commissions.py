"""`countermark commissions`, as it is run on the server's own machine."""

import json
from pathlib import Path

from app.cli.commissions import commissions
from app.cli.tenants import tenants
from core.errors import InvalidRequest
from payments.agreements.statement_entities import StatementNotOpen
from tests.app.test_cli_tenants import made, ran

AGREEMENT = {
    "id": "north", "partner_id": "p-7", "currency": "INR", "starts_at": "2026-04-01T00:00:00Z",
    "rules": [{"rate_bps": 100}, {"from_volume_minor": 1_000_000, "rate_bps": 150}],
    "taxes": [{"name": "tds", "rate_bps": 200, "kind": "withheld"}],
}  # fmt: skip
STATEMENT = {
    "id": "october", "partner_id": "p-7", "currency": "INR", "starts_at": "2026-10-01T00:00:00Z",
    "ends_at": "2026-11-01T00:00:00Z", "paid_minor": 12_000,
}  # fmt: skip
SALES = "product,amount_minor,sold_at\nloans,700000,2026-10-05T10:00:00Z\nloans,500000,2026-10-06T10:00:00Z\n"


async def test_from_agreement_to_settlement(environment: dict[str, str], tmp_path: Path) -> None:
    """Agreed, stated with sales from a CSV, listed by status, shown line by line, disputed, settled once."""
    files = {
        "agreement.json": json.dumps(AGREEMENT),
        "october.json": json.dumps(STATEMENT),
        "sales.csv": SALES,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    agreed = await made(environment, commissions, "agree", tmp_path / "agreement.json", *tenant)
    sales = ("--sales", tmp_path / "sales.csv")
    stated = await made(environment, commissions, "state", tmp_path / "october.json", *sales, *tenant)
    assert (stated["agreement_id"], stated["status"], stated["difference_minor"]) == (
        agreed["id"],
        "short",
        -6_000,
    )
    assert stated["reasons"] == ["tier_not_applied"]
    again = await made(environment, commissions, "state", tmp_path / "october.json", *sales, *tenant)
    assert again["id"] == stated["id"]
    found = ("--partner", "p-7", "--status", "short", "--from", "2026-10-31", "--to", "2026-11-30")
    listed = await made(environment, commissions, "statements", *found, *tenant)
    assert [each["id"] for each in listed["data"]] == [stated["id"]]  # type: ignore[attr-defined]
    later = await made(environment, commissions, "statements", "--from", "2026-11-01", *tenant)
    assert later["data"] == []
    said = ("--reason", "rate_wrong", "--note", "The tier of a million was reached.")
    await made(environment, commissions, "dispute", stated["id"], *said, *tenant)
    await made(environment, commissions, "settle", stated["id"], "--reason", "difference_paid", *tenant)
    shown = await made(environment, commissions, "statement", stated["id"], *tenant)
    assert [each["status"] for each in shown["steps"]] == ["disputed", "settled"]  # type: ignore[attr-defined]
    assert [each["amount_minor"] for each in shown["reckoning"]["lines"]] == [12_000, 6_000, 360]  # type: ignore[index]
    refused = await ran(environment, commissions, "settle", stated["id"], "--reason", "agreed", *tenant)
    assert isinstance(refused.exception, StatementNotOpen)
    kept = await made(environment, commissions, "agreements", "--partner", "p-7", *tenant)
    assert [each["id"] for each in kept["data"]] == [agreed["id"]]  # type: ignore[attr-defined]


async def test_files_that_cannot_be_read(environment: dict[str, str], tmp_path: Path) -> None:
    """A file that is no JSON, a field that is not known and a row of sales are each refused by what is wrong."""
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    refusals = []
    for name, text in (("no.json", "partner: 7"), ("odd.json", json.dumps({**AGREEMENT, "rate": 1}))):
        (tmp_path / name).write_text(text)
        refusals.append(await ran(environment, commissions, "agree", tmp_path / name, *tenant))
    (tmp_path / "october.json").write_text(json.dumps(STATEMENT))
    (tmp_path / "sales.csv").write_text("product,amount_minor,sold_at\nloans,-1,2026-10-05T10:00:00Z\n")
    sales = ("--sales", tmp_path / "sales.csv")
    refusals.append(await ran(environment, commissions, "state", tmp_path / "october.json", *sales, *tenant))
    fields = [
        each.exception.fields[0].field for each in refusals if isinstance(each.exception, InvalidRequest)
    ]
    assert fields == ["", "rate", "row 1: amount_minor"]
