"""`countermark-verify`: check a receipt, a proof, an opening or a whole exported log, offline.

Exit code: 0 only when every step that is owed ran and passed. 10 files, 11 trust, 12 checkpoints, 13 entries, 14 tree,
15 history, 16 receipts, 17 inclusion, 18 commitment, 19 witnesses, 20 super, 21 epochs, 22 chain, 23 erasures, 24 artefacts,
25 blocks: the first step that failed. 3: nothing failed, but a step could not run, because its input is missing or not due.
2: wrong use. 4: a file cannot be read. 1: a fault of the verifier itself.
"""

import argparse
import contextlib
import pathlib
import sys
import time
from collections.abc import Iterator, Sequence

from ledger.verifier import documents, keys_cli, roles_cli, telling
from ledger.verifier.artefact_files import read_artefacts
from ledger.verifier.audit import Audit
from ledger.verifier.batches import verify_batch_row
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.files import FilesRefused
from ledger.verifier.inputs import open_input
from ledger.verifier.report import EXIT_UNREADABLE, Report
from ledger.verifier.single import verify_opening_with_proof, verify_proof, verify_receipt_with_proof
from ledger.verifier.single_epoch import verify_anchor, verify_epoch
from ledger.verifier.trust import Trust, TrustRefused, parse_trust

_UNREADABLE = (OSError, UnicodeDecodeError, DocumentRefused, FilesRefused, TrustRefused)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point. Returns: the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == keys_cli.COMMAND:
            return keys_cli.run(options)
        if options.command == roles_cli.COMMAND:
            return roles_cli.run(options)
        report = _run(options)
    except _UNREADABLE as error:
        telling.say(telling.unreadable(str(error), as_json=options.json))
        return EXIT_UNREADABLE
    telling.say(telling.as_json(report) if options.json else telling.as_text(report))
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
    if options.command == "epoch":
        return verify_epoch(_json(options.file), trust)
    if options.command == "anchor":
        return verify_anchor(_json(options.file), trust)
    with _audit(options, trust) as audit:
        return verify_bundle(audit)


@contextlib.contextmanager
def _audit(options: argparse.Namespace, trust: Trust | None) -> Iterator[Audit]:
    with open_input(options.path) as given:
        yield Audit(
            given.files,
            trust,
            [path.read_bytes() for path in options.kept],
            _documents(options.receipts) if options.receipts else None,
            _now_us(),
            openings=_documents(options.openings) if options.openings else None,
            artefacts=read_artefacts(options.artefacts) if options.artefacts else None,
            chain_proofs=[_json(path) for path in options.chain_proof],
            blocks=given.blocks,
            processes=options.processes,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="countermark-verify", description=__doc__.partition("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, summary in (
        ("receipt", "a receipt, and that its promise was kept"),
        ("proof", "that an entry is in the log"),
        ("opening", "that a payload is what an entry committed to"),
        ("batch-row", "that a row of a batch's results is what its entry committed to"),
        ("epoch", "that a log stands in an epoch, and the epoch in the super-log"),
        ("anchor", "what a pinned contract holds of an epoch, in a pinned block"),
        ("bundle", "a whole exported log"),
    ):
        command = commands.add_parser(name, help=summary, description=f"Check {summary}.")
        command.add_argument(
            "--trust", type=pathlib.Path, help="file of the keys you pinned (not the export's)"
        )
        command.add_argument("--json", action="store_true", help="report as JSON")
        if name == "bundle":
            _add_bundle(command)
        else:
            command.add_argument("file", type=pathlib.Path)
        if name in {"receipt", "opening", "batch-row"}:
            command.add_argument(
                "--proof", type=pathlib.Path, required=name != "receipt", help="the entry's proof"
            )
        if name == "batch-row":
            command.add_argument("--row", help="the row's line in your file of results, to be compared")
    keys_cli.add(commands)
    roles_cli.add(commands)
    return parser


def _add_bundle(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "path",
        type=pathlib.Path,
        nargs="+",
        help="folder or tar of an export; or every CAR of the log and of the epochs, or a folder of them",
    )
    for name, summary in (
        ("--kept", "a checkpoint that you kept, of the log or of the super-log"),
        ("--chain-proof", "JSON file of what a pinned contract holds, made of eth_getProof"),
    ):
        command.add_argument(name, type=pathlib.Path, action="append", default=[], help=summary)
    for name, summary in (
        ("--receipts", "JSON array or lines of your receipts"),
        ("--openings", "JSON array or lines of openings, or of entries said to be erased"),
        ("--artefacts", "folder of the rules and models that decided"),
    ):
        command.add_argument(name, type=pathlib.Path, help=summary)
    command.add_argument("--processes", type=int, default=0, help="how many work at once; one a core without")


def _trust(path: pathlib.Path | None) -> Trust | None:
    return parse_trust(path.read_bytes().decode()) if path is not None else None


def _json(path: pathlib.Path) -> Json:
    return documents.parse(path.read_bytes())


def _documents(path: pathlib.Path) -> list[Json]:
    """Read an array of documents, one document, or one on each line."""
    data = path.read_bytes()
    if data.lstrip().startswith(b"["):
        value = documents.parse(data)
        return value if isinstance(value, list) else [value]
    return [documents.parse(line) for line in documents.lines(data) if line.strip()]


def _now_us() -> int:
    return time.time_ns() // 1_000


if __name__ == "__main__":
    sys.exit(main())
