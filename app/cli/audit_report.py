"""`countermark audit report`: verify a bundle and draw what was found as a PDF, for people who do not read JSON."""

import datetime as dt
import pathlib
import shlex
import sys
from collections.abc import Sequence
from typing import TypedDict, Unpack

import click

from app.audit_report.facts import Asked, gather
from app.audit_report.writing import write_report
from app.cli.bars import working
from app.cli.moments import MOMENT
from app.cli.showing import tell
from ledger.verifier import documents
from ledger.verifier.artefact_files import read_artefacts
from ledger.verifier.audit import Audit
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.files import FilesRefused
from ledger.verifier.inputs import open_input
from ledger.verifier.report import EXIT_UNREADABLE
from ledger.verifier.trust import Trust, TrustRefused, parse_trust

_EXISTING = click.Path(exists=True, path_type=pathlib.Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=pathlib.Path)
_UNREADABLE = (OSError, UnicodeDecodeError, DocumentRefused, FilesRefused, TrustRefused)


class _Given(TypedDict):
    """The options of the command, as click makes them."""

    trust: pathlib.Path | None
    kept: Sequence[pathlib.Path]
    chain_proof: Sequence[pathlib.Path]
    receipts: pathlib.Path | None
    openings: pathlib.Path | None
    artefacts: pathlib.Path | None
    tenant: str
    environment: str
    at: dt.datetime | None
    processes: int


@click.command("report")
@click.argument("bundle", nargs=-1, required=True, type=_EXISTING)
@click.option("--out", type=_OUT, required=True, help="The PDF to write.")
@click.option("--trust", type=_FILE, help="File of the keys you pinned (not the export's).")
@click.option(
    "--kept", type=_FILE, multiple=True, help="A checkpoint that you kept, of the log or of the super-log."
)
@click.option(
    "--chain-proof", type=_FILE, multiple=True, help="What a pinned contract holds, made of eth_getProof."
)
@click.option("--receipts", type=_FILE, help="JSON array or lines of your receipts.")
@click.option("--openings", type=_FILE, help="JSON array or lines of openings.")
@click.option("--artefacts", type=_EXISTING, help="Folder of the rules and models that decided.")
@click.option("--tenant", default="", help="Whose log it is, as the cover should say.")
@click.option("--environment", default="", help="Which environment, as the cover should say.")
@click.option(
    "--at",
    type=MOMENT,
    help="The time of the report; now without. The same time gives the same bytes.",
)
@click.option(
    "--processes", type=click.IntRange(0), default=0, help="How many work at once; one a core without."
)
def report(bundle: Sequence[pathlib.Path], out: pathlib.Path, **given: Unpack[_Given]) -> None:
    """Verify an export (a folder or a tar) or the CARs of a log, and write the report as a PDF.

    The exit code is that of `countermark-verify bundle`: 0 only when every step that is owed was proven. The PDF is written
    whatever the verdict is.
    """
    moment = given["at"] or dt.datetime.now(dt.UTC)
    asked = Asked(
        tenant=given["tenant"], environment=given["environment"], command=_command(bundle, given), at=moment
    )
    try:
        trust = given["trust"]
        pinned = parse_trust(trust.read_text(encoding="utf-8")) if trust is not None else None
        with working("verifying, and drawing the report"):
            exit_code, pdf = _drawn(bundle, asked, pinned, given)
    except _UNREADABLE as error:
        click.echo(f"cannot be read: {error}", err=True)
        sys.exit(EXIT_UNREADABLE)
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise click.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
    said = f"{out}: {len(pdf):,} bytes, exit code {exit_code}"
    tell({"file": str(out), "bytes": len(pdf), "exit_code": exit_code}, said)
    sys.exit(exit_code)


def _drawn(
    bundle: Sequence[pathlib.Path], asked: Asked, pinned: Trust | None, given: _Given
) -> tuple[int, bytes]:
    """Verify, and draw. Returns: the exit code, and the PDF."""
    with open_input(bundle) as opened:
        audit = Audit(
            opened.files,
            pinned,
            [path.read_bytes() for path in given["kept"]],
            _documents(given["receipts"]),
            int(asked.at.timestamp() * 1_000_000),
            openings=_documents(given["openings"]),
            artefacts=read_artefacts(given["artefacts"]) if given["artefacts"] else None,
            chain_proofs=[documents.parse(path.read_bytes()) for path in given["chain_proof"]],
            blocks=opened.blocks,
            processes=given["processes"],
        )
        told = verify_bundle(audit)
        return told.exit_code, write_report(gather(asked, told, opened.files, pinned))


def _documents(path: pathlib.Path | None) -> list[Json] | None:
    """Read an array of documents, one document, or one on each line."""
    if path is None:
        return None
    data = path.read_bytes()
    if data.lstrip().startswith(b"["):
        value = documents.parse(data)
        return value if isinstance(value, list) else [value]
    return [documents.parse(line) for line in documents.lines(data) if line.strip()]


def _command(bundle: Sequence[pathlib.Path], given: _Given) -> str:
    """Return how the same is checked without this service."""
    words = ["countermark-verify", "bundle", *map(str, bundle)]
    for option, paths in (
        ("--trust", [given["trust"]]),
        ("--receipts", [given["receipts"]]),
        ("--openings", [given["openings"]]),
        ("--artefacts", [given["artefacts"]]),
        ("--kept", given["kept"]),
        ("--chain-proof", given["chain_proof"]),
    ):
        words += [word for path in paths if path is not None for word in (option, str(path))]
    return shlex.join(words)
