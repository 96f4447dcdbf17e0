"""`countermark demo`: a sandbox set up, fed, asked, verified and tampered with, on the real service."""

import importlib
import pathlib
import time
from types import ModuleType

import click
import httpx
import msgspec
from rich.console import Console

from app import launch
from app import settings as settings_module
from app.cli.showing import tell
from app.cli.teaching import json_wanted
from app.demo.asking import EPOCH_EVERY_S, Rest, Rpc, items_of
from app.demo.story import Story, trust_of
from app.launch import RunningService
from core import logs

_CURL = """curl -s {url}/api/v1/inference/transaction-anomaly \\
  -H 'X-API-Key: {key}' -H 'Content-Type: application/json' \\
  -d '{body}'"""
_QUESTION = {
    "transaction": {
        "customer_id": "C000106",
        "amount_minor": 4999900,
        "currency": "INR",
        "occurred_at": "2025-07-01T20:15:00Z",
        "method": "card",
        "channel": "web",
        "merchant_id": "mer-electronics-007",
        "category": "electronics",
        "country": "AE",
    }
}


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path),
    help="A table (CSV or Parquet) of your own: a credit-score version is trained on it, deployed and asked.",
)
@click.option(
    "--target",
    help="The column of --data that says what came true (0 or 1), where it is not the only such column.",
)
def demo(data: pathlib.Path | None, target: str | None) -> None:
    """Set everything up, feed a day of simulated payments, decide a file of them over REST and gRPC, verify, tamper."""
    if target is not None and data is None:
        raise click.UsageError("--target names a column of --data.")
    if data is not None:
        _training()  # before anything is started: it may not be installed
    started = time.monotonic()
    logs.configure("error")
    console = Console(width=118, stderr=json_wanted())
    settings = settings_module.from_environment()
    variables = launch.environment(
        settings.data_dir,
        rest_port=settings.server.rest_port,
        grpc_port=settings.server.grpc_port,
        extra={"COUNTERMARK_EPOCH_EVERY_S": str(EPOCH_EVERY_S)},
    )
    console.print("[bold]1. Starting[/] PostgreSQL, server and worker (the first start makes the database)")
    with launch.running(variables) as service:
        story = Story(console, settings, service)
        story.say(
            f"  ready after {service.started_in_s:.1f} s at {service.rest_url}, gRPC at {service.grpc_address}"
        )
        key = _tell(console, story, service, data, target)
        curl = _CURL.format(url=service.rest_url, key=key, body=msgspec.json.encode(_QUESTION).decode())
        answer = httpx.post(
            f"{service.rest_url}/api/v1/inference/transaction-anomaly",
            headers={"X-API-Key": key}, json=_QUESTION, timeout=30,
        )  # fmt: skip
        answer.raise_for_status()
        console.print("\n[bold]8. Your turn.[/] This was just asked and answered:\n")
        tell(
            {"curl": curl, "url": service.rest_url, "answer": answer.json()},
            f"{curl}\n\n{_short(answer.json())}\n",
        )
        console.print(f"Documentation          {service.rest_url}/docs", highlight=False)
        console.print(
            "Keep the server up     make serve    (then the curl above works: the sandbox stays)",
            highlight=False,
        )
        console.print(f"Data folder            {settings.data_dir}", highlight=False)
    console.print(f"\nDone in {time.monotonic() - started:.0f} s.")


def _tell(
    console: Console, story: Story, service: RunningService, data: pathlib.Path | None, target: str | None
) -> str:
    """Tell the story. Returns: the sandbox's API key."""
    console.print("[bold]2. A sandbox[/]")
    made = story.make_sandbox()
    with Rest(service.rest_url, made.key) as rest, Rpc(service.grpc_address, made.key) as rpc:
        models = items_of(rest.get("/model-versions"))
        story.say(f"  starter models: {', '.join(str(each['use_case']) for each in models)}")
        console.print("[bold]3. A day of simulated payments[/]")
        story.feed(rest)
        console.print("[bold]4. Decisions about a file of payments[/]")
        decisions = story.decide(rest, rpc)
        console.print("[bold]5. Some of them, with reasons and verified proof[/]")
        trust = trust_of(rest)
        story.show(rest, decisions, trust)
        console.print("[bold]6. Replay[/]")
        story.replay(rest, decisions[0])
        console.print("[bold]7. Audit: take the log away, verify it offline, tamper with a copy[/]")
        story.audit(
            rest, service.data_dir / "demo-audit", [decision["receipt"] for decision in decisions], trust
        )
        if data is not None:
            console.print(f"[bold]7b. A version of your own, from {data.name}[/]")
            _training().decide_own_table(story, rest, rpc, data, target, service.data_dir / "demo-version")
    return made.key


def _training() -> ModuleType:
    """Load what works on a table of the user's own. Raises: click.ClickException when training is not installed."""
    try:
        return importlib.import_module("app.cli.own_version")
    except ModuleNotFoundError as error:
        raise click.ClickException("--data needs what training needs: make setup") from error


def _short(answer: dict[str, object]) -> str:
    """The answer without the long parts, for the eye."""
    kept = {name: value for name, value in answer.items() if name not in {"receipt", "explanation"}}
    return msgspec.json.format(msgspec.json.encode({**kept, "receipt": "…"}), indent=2).decode()
