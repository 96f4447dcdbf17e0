"""Statements full of canaries: wherever a mapping, a file or an option takes the tenant's words."""

import time
from collections.abc import Callable, Mapping
from typing import cast

import httpx


def send_statements(
    rest: httpx.Client,
    canary: Callable[[], str],
    keep: Callable[[httpx.Response], None],
    headers: Mapping[str, str],
) -> None:
    """A mapping and statements with canaries in names, columns, addresses and cells: recorded, tried, refused and proposed."""
    reference, own = canary(), canary()
    columns = {
        "date": "Date",
        "amount": "Amount",
        "description": "Details",
        "payer": "Payer",
        "payee": "Payee",
        "reference": reference,
    }
    definition = {
        "name": canary(),
        "columns": columns,
        "own_addresses": [own],
        "customer_id": canary(),
    }
    made = rest.post("/api/v1/import-mappings", json=definition, headers=dict(headers))
    keep(made)
    keep(rest.post("/api/v1/import-mappings", json=definition, headers=dict(headers)))
    rows = [
        f"13/04/2026,{amount},UPI {canary()},{own},{canary()},{canary()}"
        for amount in ("20.00", "30.00", f"x{canary()}")
    ]
    file = "\n".join([f"Account,{canary()}", f"Date,Amount,Details,Payer,Payee,{reference}", *rows, ""])
    sent_as = {**headers, "content-type": "text/csv"}
    keep(rest.post("/api/v1/import-mappings/propose", content=file, headers=sent_as))
    asked = {"mapping_id": made.json()["id"]}
    for options in ({}, {"dry_run": "true"}, {"on_refused": "stop"}, {"customer_id": canary()}):
        sent = rest.post("/api/v1/imports", params=asked | options, content=file, headers=sent_as)
        keep(sent)
        ended = await_end(rest, f"/api/v1/imports/{sent.json()['id']}", headers)
        assert (ended["state"], ended["refused"]) == (
            "failed" if "on_refused" in options else "completed",
            1,
        ), ended
    keep(rest.post("/api/v1/imports", params=asked, content=canary(), headers=sent_as))


def await_end(rest: httpx.Client, path: str, headers: Mapping[str, str]) -> dict[str, object]:
    """Look until the worker has ended it."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = cast("dict[str, object]", rest.get(path, headers=dict(headers)).json())
        if found["ended_at"] is not None:
            return found
        time.sleep(0.1)
    raise AssertionError(path)
