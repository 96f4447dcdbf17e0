"""The demo as a story in steps: feed, decide, verify, tamper. Each step works on the running service and says what it saw."""

import asyncio
import datetime as dt
import pathlib
import shutil
import time
from collections.abc import Sequence
from typing import cast

import msgspec
from rich.console import Console
from rich.progress import track
from rich.table import Table

from app import sandbox
from app.demo.asking import DemoRefused, Json, Rest, Rpc, items_of
from app.launch import RunningService
from app.sandbox import Sandbox
from app.settings import Settings
from ledger import rehearsal
from ledger.verifier.audit import Audit
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.documents import Json as Document
from ledger.verifier.files import open_files
from ledger.verifier.report import Report
from ledger.verifier.single import verify_receipt_with_proof
from ledger.verifier.trust import Trust, parse_trust
from payments.facts import Transaction
from payments.simulator import bundle, feed

SHOWN = 6
OVER_REST = 150
_BUNDLED = pathlib.Path(__file__).with_name("payments.jsonl")


class Story:
    """One telling, against one service."""

    def __init__(self, console: Console, settings: Settings, service: RunningService) -> None:
        self._console = console
        self._settings = settings
        self._service = service

    def say(self, text: str) -> None:
        self._console.print(text, highlight=False)

    def make_sandbox(self) -> Sandbox:
        made = asyncio.run(sandbox.create(self._settings, "Demo Bank"))
        self.say(
            f"  a tenant with a sandbox; an API key [bold]{made.key[:24]}…[/] and an OAuth2 client {made.client_id}"
        )
        return made

    def feed(self, rest: Rest) -> None:
        """A day of simulated payments, ending where the bundled ones begin."""
        days = list(feed.bulks(bundle.history(1)))
        sent = 0
        for bulk in track(days, "  feeding", console=self._console, transient=True):
            if bulk.logins:
                rest.post("/logins/bulk", {"items": bulk.logins})
            if bulk.transactions:
                rest.post("/transactions/bulk", {"items": bulk.transactions})
            sent += len(bulk.transactions) + len(bulk.logins)
        self.say(
            f"  {sent:,} payments and sign-ins of 200 customers; every fact is sealed under its customer's key"
        )

    def decide(self, rest: Rest, rpc: Rpc) -> list[Json]:
        """Score the bundled payments, most over REST, the rest over gRPC. Returns: the decisions made over REST."""
        lines = _BUNDLED.read_bytes().splitlines()
        payments = [msgspec.json.decode(line, type=Transaction) for line in lines]
        started = time.perf_counter()
        made = [
            rest.decide("transaction-anomaly", {"transaction": payment})
            for payment in track(
                payments[:OVER_REST], "  deciding over REST", console=self._console, transient=True
            )
        ]
        over_grpc = [
            rpc.decide(payment)
            for payment in track(
                payments[OVER_REST:], "  deciding over gRPC", console=self._console, transient=True
            )
        ]
        each_ms = (time.perf_counter() - started) * 1e3 / len(payments)
        outcomes = [str(decision["outcome"]) for decision in made] + [
            decision.outcome for decision in over_grpc
        ]
        counts = ", ".join(f"{outcomes.count(word)} {word}" for word in sorted(set(outcomes)))
        self.say(
            f"  {len(made)} over REST and {len(over_grpc)} over gRPC, {each_ms:.1f} ms each, one at a time: {counts}"
        )
        return made

    def show(self, rest: Rest, decisions: Sequence[Json], trust: Trust) -> None:
        """The riskiest decisions and the calmest, each with its reasons and its proof, checked here and now."""
        by_risk = sorted(decisions, key=probability_of)
        chosen = [*reversed(by_risk[-(SHOWN - 2) :]), *by_risk[:2]]
        table = Table("outcome", "probability", "top reasons", "entry", "proof", show_lines=True)
        for decision in chosen:
            reasons = items_of(decision, "reasons")
            report = verify_receipt_with_proof(
                decision["receipt"], rest.proof(str(decision["entry_id"])), trust, has_proof=True
            )
            _must(report, verified=True)
            table.add_row(
                str(decision["outcome"]),
                f"{probability_of(decision):.3f}",
                "\n".join(str(reason["text"]) for reason in reasons[:2]),
                f"{str(decision['entry_id'])[:12]}…",
                "receipt and inclusion\nverified",
            )
        self._console.print(table)

    def replay(self, rest: Rest, decision: Json) -> None:
        again = rest.post(f"/decisions/{decision['id']}/replay", {})
        if again["verdict"] != "identical":
            raise DemoRefused(f"The replay came out {again['verdict']}.")
        self.say(f"  {decision['id']} computed again from what is stored: {again['verdict']}, bit for bit")

    def audit(self, rest: Rest, folder: pathlib.Path, receipts: Sequence[Document], trust: Trust) -> None:
        """Take the whole log away, verify it offline, forge one entry in a copy, and see the copy refused."""
        shutil.rmtree(folder, ignore_errors=True)
        whole, forged = folder / "export", folder / "forged"
        rest.proof(
            str(cast(Json, receipts[-1])["entry_id"])
        )  # an export holds what is signed: wait for the last one
        epoch = rest.epoch()
        self.say(
            f"  epoch {epoch['epoch']} has {epoch['slots']} logs under one root, this one in slot {epoch['slot']}"
        )
        kept = [_latest_note(rest)]  # before the export: the log may still grow
        rest.export(whole)
        (folder / "receipts.json").write_bytes(msgspec.json.encode(list(receipts)))
        good = _verify(whole, trust, kept, receipts)
        _must(good, verified=True)
        self.say(f"  export in {whole}: every step passed")
        self._steps(good)
        entry = rehearsal.alter_entry(whole, forged, 3)
        bad = _verify(forged, trust, kept, receipts)
        _must(bad, verified=False)
        self.say(f"  a copy with one entry forged ({entry}): [bold]refused[/], exit code {bad.exit_code}")
        self._steps(bad, only_failed=True)

    def _steps(self, report: Report, *, only_failed: bool = False) -> None:
        for result in report.results:
            if not only_failed or result.state == "failed":
                self.say(f"    {result.state:8} {result.step.name.lower():12} {result.detail}")


def trust_of(rest: Rest) -> Trust:
    """Pin the log's keys. An auditor gets them on another way; the demo has only this one."""
    keys = items_of(rest.get("/ledger/keys"), "keys")
    return parse_trust("\n".join(f"{key['use']} {key['verifier_key']}" for key in keys))


def _verify(folder: pathlib.Path, trust: Trust, kept: list[bytes], receipts: Sequence[Document]) -> Report:
    now_us = int(dt.datetime.now(dt.UTC).timestamp() * 1e6)
    with open_files(folder) as files:
        return verify_bundle(Audit(files, trust, kept, list(receipts), now_us))


def _must(report: Report, *, verified: bool) -> None:
    if (report.exit_code == 0) != verified:
        steps = "; ".join(f"{result.step.name} {result.state}: {result.detail}" for result in report.results)
        raise DemoRefused(f"The verifier should have {'accepted' if verified else 'refused'} this: {steps}")


def _latest_note(rest: Rest) -> bytes:
    return str(rest.get("/ledger/checkpoints/latest")["note"]).encode()


def probability_of(decision: Json) -> float:
    """Read the probability off a decision as REST answered it; 0 when it is degraded."""
    answer = cast("dict[str, float]", decision["answer"] or {"probability": 0.0})
    return answer["probability"]
