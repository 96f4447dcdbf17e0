"""`countermark-verify roles`: who held which role, key or access when, from bundles that verify."""

import argparse
import dataclasses
import json
import pathlib
import time

from ledger.verifier import roles, telling
from ledger.verifier.audit import Audit
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.inputs import open_input
from ledger.verifier.report import FAILED, PASSED, Report, Step
from ledger.verifier.trust import parse_trust

COMMAND = "roles"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the subcommand."""
    summary = "who held which role, key or access when"
    command = commands.add_parser(
        COMMAND, help=summary, description=f"Tell {summary}, from bundles that verify."
    )
    command.add_argument(
        "path", type=pathlib.Path, nargs="+", help="exports of one tenant's logs, live and sandbox"
    )
    command.add_argument("--trust", type=pathlib.Path, required=True, help="file of the keys you pinned")
    command.add_argument("--json", action="store_true", help="the history as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the history of bundles whose entries lead to a signed root.

    Returns: 0; or the code of the first step that failed, and then no history is told.
    """
    trust = parse_trust(options.trust.read_bytes().decode())
    told = []
    for path in options.path:
        with open_input([path]) as given:
            audit = Audit(given.files, trust, [], None, time.time_ns() // 1_000, blocks=given.blocks)
            report = verify_bundle(audit)
            if not _is_sound(report):
                telling.say(telling.as_json(report) if options.json else telling.as_text(report))
                return report.exit_code
            told.append(audit.log.notable)
    found = roles.history_of(told)
    if options.json:
        print(json.dumps([dataclasses.asdict(one) for one in found], indent=1))
    else:
        lines = [telling.printable(roles.line_of(one)) for one in found]
        telling.say("\n".join(lines) or "these logs tell of nobody")
    return 0


def _is_sound(report: Report) -> bool:
    """Say whether the log itself is proven, whatever else was not asked for."""
    states = {result.step: result.state for result in report.results}
    return FAILED not in states.values() and states.get(Step.HISTORY) == PASSED
