"""`countermark-verify`: check a receipt, a proof, an opening or a whole exported log, offline.

Exit code: 0 only when every step ran and passed. 10 files, 11 trust, 12 checkpoints, 13 entries, 14 tree, 15 history,
16 receipts, 17 inclusion, 18 commitment: the first step that failed. 3: nothing failed, but a step could not run, because
its input is missing or not due. 2: wrong use. 4: a file cannot be read. 1: a fault of the verifier itself.
"""

import argparse
import json
import pathlib
import sys
import time
from collections.abc import Sequence

from ledger.verifier import documents
from ledger.verifier.batches import verify_batch_row
from ledger.verifier.bundle import Audit, verify_bundle
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.files import FilesRefused, open_files
from ledger.verifier.report import EXIT_UNREADABLE, EXIT_VERIFIED, Report
from ledger.verifier.single import verify_opening_with_proof, verify_proof, verify_receipt_with_proof
from ledger.verifier.trust import Trust, TrustRefused, parse_trust

_UNREADABLE = (OSError, UnicodeDecodeError, DocumentRefused, FilesRefused, TrustRefused)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point. Returns: the exit code."""
    options = _parser().parse_args(arguments)
    try:
        report = _run(options)
    except _UNREADABLE as error:
        _say(
            {"verified": False, "exit_code": EXIT_UNREADABLE, "error": str(error), "steps": []},
            as_json=options.json,
        )
        return EXIT_UNREADABLE
    _say(_document(report), as_json=options.json)
    return report.exit_code


def _run(options: argparse.Namespace) -> Report:
    trust = _trust(options.trust)
    if options.command == "proof":
        return verify_proof(_json(options.file), trust)
    if options.command == "receipt":
        proof = _json(options.proof) if options.proof else None
        return verify_receipt_with_proof(
            _json(options.file), proof, trust, has_proof=options.proof is not None
        )
    if options.command == "opening":
        return verify_opening_with_proof(_json(options.file), _json(options.proof), trust)
    if options.command == "batch-row":
        return verify_batch_row(_json(options.file), _json(options.proof), trust, options.row)
    kept = [path.read_bytes() for path in options.kept]
    receipts = _receipts(options.receipts) if options.receipts else None
    with open_files(options.path) as files:
        return verify_bundle(Audit(files, trust, kept, receipts, _now_us()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="countermark-verify", description=__doc__.partition("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, summary in (
        ("receipt", "a receipt, and that its promise was kept"),
        ("proof", "that an entry is in the log"),
        ("opening", "that a payload is what an entry committed to"),
        ("batch-row", "that a row of a batch's results is what its entry committed to"),
        ("bundle", "a whole exported log"),
    ):
        command = commands.add_parser(name, help=summary, description=f"Check {summary}.")
        command.add_argument(
            "--trust", type=pathlib.Path, help="file of the keys you pinned (not the export's)"
        )
        command.add_argument("--json", action="store_true", help="report as JSON")
        if name == "bundle":
            command.add_argument("path", type=pathlib.Path, help="folder or tar of the export")
            command.add_argument("--receipts", type=pathlib.Path, help="JSON array or lines of your receipts")
            command.add_argument(
                "--kept", type=pathlib.Path, action="append", default=[], help="a checkpoint that you kept"
            )
        else:
            command.add_argument("file", type=pathlib.Path)
        if name in {"receipt", "opening", "batch-row"}:
            command.add_argument(
                "--proof", type=pathlib.Path, required=name != "receipt", help="the entry's proof"
            )
        if name == "batch-row":
            command.add_argument("--row", help="the row's line in your file of results, to be compared")
    return parser


def _trust(path: pathlib.Path | None) -> Trust | None:
    return parse_trust(path.read_text(encoding="utf-8")) if path is not None else None


def _json(path: pathlib.Path) -> Json:
    return documents.parse(path.read_bytes())


def _receipts(path: pathlib.Path) -> list[Json]:
    """Read an array of receipts, one receipt, or one on each line."""
    data = path.read_bytes()
    if data.lstrip().startswith(b"["):
        value = documents.parse(data)
        return value if isinstance(value, list) else [value]
    return [documents.parse(line) for line in data.splitlines() if line.strip()]


def _now_us() -> int:
    return time.time_ns() // 1_000


def _document(report: Report) -> dict[str, Json]:
    return {
        "verified": report.exit_code == EXIT_VERIFIED,
        "exit_code": report.exit_code,
        "steps": [
            {"step": result.step.name.lower(), "state": result.state, "detail": result.detail}
            for result in report.results
        ],
        "not_owed": [
            {"step": result.step.name.lower(), "detail": result.detail} for result in report.unasked
        ],
    }


def _say(document: dict[str, Json], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(document, indent=2))
        return
    steps = document["steps"]
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict):
            print(f"{step['state']:>8}  {step['step']:<12} {step['detail']}")
    if "error" in document:
        print(f"cannot be read: {document['error']}")
    print("VERIFIED" if document["verified"] else f"NOT VERIFIED (exit code {document['exit_code']})")


if __name__ == "__main__":
    sys.exit(main())
