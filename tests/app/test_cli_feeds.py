"""`countermark feeds`, as it is run on the server's own machine."""

import json
import pathlib

from app.cli.feeds import feeds
from app.cli.imports import import_
from app.cli.tenants import tenants
from core.errors import PlatformError
from tests.app.test_cli_tenants import made, ran


async def test_a_feed_from_the_shell(environment: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Create of each kind, with addresses and secrets from files that no answer shows; show, list, runs, pause, resume, remove."""
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"name": "shop", "columns": {"customer": "c", "date": "d", "amount": "a"}}))
    kept = await made(environment, import_, "mappings", "add", str(mapping), "--name", "shop", *tenant)
    by = ("--mapping", kept["id"])
    url, secret = tmp_path / "url.txt", tmp_path / "secret.txt"
    url.write_text("https://docs.example.com/pub?key=s3cr3t\n")
    secret.write_text("a-secret-of-the-shop\n")
    off = await ran(environment, feeds, "create", "--name", "drop", "--kind", "folder", *by, *tenant)
    assert isinstance(off.exception, PlatformError)
    assert off.exception.code == "feed_kind_off"
    on = {**environment, "COUNTERMARK_DROP_DIR": str(tmp_path / "drop")}
    folder = await made(on, feeds, "create", "--name", "drop", "--kind", "folder", *by, *tenant)
    assert str(folder["folder"]).endswith("/drop")
    sheet = await made(
        environment, feeds, "create", "--name", "sheet", "--kind", "url", "--url-file", str(url), "--every", "600", *by, *tenant
    )  # fmt: skip
    assert (sheet["host"], sheet["every_s"]) == ("docs.example.com", 600)
    hook = await made(
        environment, feeds, "create", "--name", "hook", "--kind", "webhook", "--scheme", "header", "--secret-file", str(secret),
        "--minor-units", "--decide", "transaction-anomaly", *by, *tenant,
    )  # fmt: skip
    assert (hook["minor_units"], hook["decide"]) == (True, "transaction-anomaly")
    listed = await ran(environment, feeds, "list", *tenant)
    assert "s3cr3t" not in listed.output
    assert "a-secret" not in listed.output
    assert (await made(environment, feeds, "pause", *tenant, hook["id"]))["state"] == "paused"
    assert (await made(environment, feeds, "resume", *tenant, hook["id"]))["state"] == "active"
    assert (await made(environment, feeds, "runs", *tenant, hook["id"]))["data"] == []
    assert (await made(environment, feeds, "show", *tenant, hook["id"]))["name"] == "hook"
    await made(environment, feeds, "remove", *tenant, hook["id"])
    gone = await ran(environment, feeds, "show", *tenant, hook["id"])
    assert isinstance(gone.exception, PlatformError)
    assert gone.exception.code == "feed_not_found"
