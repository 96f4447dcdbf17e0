"""An export on disk, made of a log that grew through two epochs, and what an auditor holds beside it."""

import contextlib
import dataclasses
import io
import pathlib
import shutil

from core import intake
from ledger import rehearsal
from ledger.receipts import MERGE_DELAY_MAX, Statement, encode
from ledger.verifier import cli
from tests.ledger.conftest import Log

SIZE = 530


@dataclasses.dataclass
class Exported:
    """An export on disk, with what an auditor holds: pinned keys, receipts, an older checkpoint."""

    folder: pathlib.Path
    tar: pathlib.Path
    trust: pathlib.Path
    receipts: pathlib.Path
    kept: pathlib.Path
    log: Log

    def run(self, *arguments: str, path: pathlib.Path | None = None) -> int:
        return run(
            "bundle",
            str(path or self.folder),
            "--trust",
            str(self.trust),
            "--receipts",
            str(self.receipts),
            "--kept",
            str(self.kept),
            *arguments,
        )

    def relist(self) -> None:
        """Make the manifest fit the files again: an attacker would."""
        rehearsal._list_again(self.folder)


def run(*arguments: str) -> int:
    with contextlib.redirect_stdout(io.StringIO()):
        return cli.main(arguments)


async def export_of(log: Log, tmp_path: pathlib.Path) -> Exported:
    """Export a log of `SIZE` entries; three more are not signed yet."""
    first = await log.signed(200)
    kept = (await log.ledger.latest_checkpoint(log.caller)).note
    await log.close_epoch()
    await log.signed(SIZE - 200)
    await log.close_epoch()
    await log.grow(3)
    tar = tmp_path / "log.tar"
    tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    rehearsal.unpack(tar, tmp_path / "log")
    statements = [
        Statement(
            log=log.id,
            leaf=intake.leaf_hash(intake.encode(entry)),
            eid=entry.eid,
            issued_at=entry.at,
            due=entry.at + MERGE_DELAY_MAX,
        )
        for entry in first[:20]
    ]
    lines = b"\n".join(encode(receipt) for receipt in log.signer.sign_batch(statements))
    (tmp_path / "receipts.jsonl").write_bytes(lines)
    (tmp_path / "kept").write_text(kept)
    shutil.copy(tmp_path / "log" / "keys.txt", tmp_path / "trust.txt")
    return Exported(
        tmp_path / "log",
        tar,
        tmp_path / "trust.txt",
        tmp_path / "receipts.jsonl",
        tmp_path / "kept",
        log,
    )
