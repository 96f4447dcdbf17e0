"""`countermark ledger`: checkpoints, proofs and exports of a log, from the server's own machine."""

import importlib
import pathlib
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import click

from api.views.ledger import EpochPage, epoch_page
from api.views.ledger_anchors import AnchorPage, anchor_page
from api.views.ledger_bundles import BundlePage, bundle_page
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.showing import tell, wrote
from app.cli.ticking import counted
from app.wiring import ledger as wiring
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import LIMIT_MAX
from ledger import rehearsal
from ledger.anchoring.anchors import Anchors
from ledger.entities import EntryProof, EpochProof, LedgerKey, LedgerKeys, SignedCheckpoint
from ledger.key_views import KeyKind
from ledger.log import Ledger
from ledger.verifier import cli as verifier
from ledger.verifier import published
from ledger.verifier.note_keys import parse_key
from tenants.principals import Principal

Result = TypeVar("Result")

_FILE = click.Path(dir_okay=False, writable=True, path_type=pathlib.Path)
_EXISTING = click.Path(exists=True, path_type=pathlib.Path)
_NEW_FOLDER = click.Path(exists=False, path_type=pathlib.Path)


@click.group()
def ledger() -> None:
    """Checkpoints, proofs and exports of a log."""


def _ask(tenant: str, mode: str, question: Callable[[Ledger, Principal], Awaitable[Result]]) -> Result:
    async def work(base: Foundation) -> Result:
        return await question(await wiring.ledger(base), await caller_in(base, tenant, mode))

    return run(work)


@ledger.command("checkpoint")
@tenant_option
@mode_option
@click.option(
    "--size", type=click.IntRange(1), default=None, help="Of this many entries; the newest without."
)
def checkpoint(tenant: str, mode: str, size: int | None) -> None:
    """Print a signed checkpoint. Keep it: a later log must continue it."""

    async def question(log: Ledger, caller: Principal) -> SignedCheckpoint:
        return await (log.latest_checkpoint(caller) if size is None else log.get_checkpoint(caller, size))

    note = _ask(tenant, mode, question).note
    tell({"note": note}, note.removesuffix("\n"))


@ledger.command("proof")
@tenant_option
@mode_option
@click.argument("entry_id", metavar="ent_…")
def proof(tenant: str, mode: str, entry_id: str) -> None:
    """Print the proof of an entry, as `countermark-verify proof` takes it."""

    async def question(log: Ledger, caller: Principal) -> EntryProof:
        return await log.proof(caller, parse("ent", entry_id))

    show(_ask(tenant, mode, question))


@ledger.command("epochs")
@tenant_option
@mode_option
@click.option("--after", type=click.IntRange(1), default=None, help="Those before this epoch.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, LIMIT_MAX))
def epochs(tenant: str, mode: str, after: int | None, limit: int) -> None:
    """List the epochs in which a log has its slot, newest first, and where it stood in each."""

    async def work(base: Foundation) -> EpochPage:
        services = await wiring.ledger_services(base)
        caller = await caller_in(base, tenant, mode)
        return epoch_page(await services["epochs"].list(caller, after=after, limit=limit))

    show(run(work))


@ledger.command("epoch")
@tenant_option
@mode_option
@click.argument("number", type=click.IntRange(1))
def epoch(tenant: str, mode: str, number: int) -> None:
    """Print the proof of where a log stood in an epoch, up to the newest checkpoint of the super-log."""

    async def work(base: Foundation) -> EpochProof:
        services = await wiring.ledger_services(base)
        return await services["epochs"].get(await caller_in(base, tenant, mode), number)

    show(run(work))


@ledger.command("bundle")
@tenant_option
@mode_option
@click.argument("number", metavar="EPOCH", type=click.IntRange(1))
@click.option("--public", is_flag=True, help="The epoch's own, which is the same for everybody.")
@click.option("--out", type=_FILE, required=True, help="The CAR to write.")
def bundle(tenant: str, mode: str, number: int, out: pathlib.Path, *, public: bool) -> None:
    """Write what was new of a log in one epoch as a CAR, which `countermark-verify bundle` takes with the others."""

    async def work(base: Foundation) -> int:
        bundles = (await wiring.ledger_services(base))["bundles"]
        caller = await caller_in(base, tenant, mode)
        read = bundles.read_public if public else bundles.read
        pieces = await read(caller, number)
        with out.open("wb") as file:
            return sum([file.write(piece) async for piece in counted(pieces)])

    wrote(out, run(work))


@ledger.command("bundles")
@tenant_option
@mode_option
@click.option("--public", is_flag=True, help="Those of epochs, which are the same for everybody.")
@click.option("--after", type=click.IntRange(1), default=None, help="Older than this epoch.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
def bundles_(tenant: str, mode: str, after: int | None, limit: int, *, public: bool) -> None:
    """List bundles, newest first: epoch, CID, size, and whether an IPFS node keeps it."""

    async def work(base: Foundation) -> BundlePage:
        bundles = (await wiring.ledger_services(base))["bundles"]
        listing = bundles.list_public if public else bundles.list
        return bundle_page(await listing(await caller_in(base, tenant, mode), after=after, limit=limit))

    show(run(work))


@ledger.command("keys")
@tenant_option
@mode_option
def keys(tenant: str, mode: str) -> None:
    """Print the public keys as a trust file for `countermark-verify --trust`."""
    lines = [f"{key.use} {key.verifier_key}" for key in _keys(tenant, mode) if key.state != "appointed"]
    tell({"trust": lines}, "\n".join(lines))


@ledger.command("fingerprint")
@tenant_option
@mode_option
def fingerprint(tenant: str, mode: str) -> None:
    """Print each key's fingerprint, to be read out or compared on paper."""
    keys = _keys(tenant, mode)
    lines = [f"{key.use} {key.name} ({key.kind}, {key.state})\n    {key.fingerprint}" for key in keys]
    tell({"keys": keys}, "\n".join(lines))


@ledger.command("dns-record")
@tenant_option
@mode_option
def dns_record(tenant: str, mode: str) -> None:
    """Print the TXT records to publish at `_countermark.` under your own domain, one a key."""
    current = [key for key in _keys(tenant, mode) if key.state != "appointed"]
    records = [published.record_of(key.use, parse_key(key.verifier_key)).text() for key in current]
    lines = [f'{published.DNS_LABEL} IN TXT "{record}"' for record in records]
    tell({"label": published.DNS_LABEL, "texts": records}, "\n".join(lines))


@ledger.command("rotate-key")
@tenant_option
@mode_option
@click.option(
    "--kind",
    type=click.Choice(["ed25519", "ml_dsa_44"]),
    default="ed25519",
    show_default=True,
    help="Algorithm.",
)
def rotate_key(tenant: str, mode: str, kind: KeyKind) -> None:
    """Make the log's next key; an entry of the log appoints it."""

    async def question(log: Ledger, caller: Principal) -> LedgerKey:
        return await log.rotate_key(caller, kind)

    show(_ask(tenant, mode, question))


def _keys(tenant: str, mode: str) -> Sequence[LedgerKey]:
    async def question(log: Ledger, caller: Principal) -> LedgerKeys:
        return await log.keys(caller)

    return _ask(tenant, mode, question).keys


@ledger.command("export")
@tenant_option
@mode_option
@click.option("--out", type=_FILE, required=True, help="The tar to write.")
def export(tenant: str, mode: str, out: pathlib.Path) -> None:
    """Write the whole log, at its newest checkpoint, as a tar that `countermark-verify bundle` takes."""

    async def question(log: Ledger, caller: Principal) -> int:
        written = 0
        with out.open("wb") as file:
            async for piece in counted(await log.export(caller)):
                written += file.write(piece)
        return written

    wrote(out, _ask(tenant, mode, question))


@ledger.command("anchors")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, LIMIT_MAX))
@click.option("--after", default=None, type=click.IntRange(1), help="The next_after of the page before.")
@tenant_option
@mode_option
def anchors(tenant: str, mode: str, limit: int, after: int | None) -> None:
    """List the anchors of the super-log on a chain, newest first. They are the same for every tenant."""

    async def work(base: Foundation) -> AnchorPage:
        caller = await caller_in(base, tenant, mode)
        return anchor_page(await Anchors(base.database).list(caller, after=after, limit=limit))

    show(run(work))


@ledger.command("chain-proof")
@click.option("--epoch", type=click.IntRange(1), required=True, help="Or the first anchored one after it.")
@click.option("--out", type=_FILE, required=True, help="The JSON file that `countermark-verify` takes.")
@click.option(
    "--block", type=click.IntRange(1), default=None, help="Number of the block; the newest without."
)
def chain_proof(epoch: int, out: pathlib.Path, block: int | None) -> None:
    """Write the proof that the contract holds the root of an epoch, from a node of the chain, and print the pins it needs.

    Learn the block's hash from somebody else, too, before you pin it.
    """
    importlib.import_module("app.cli.chain_proof").write(epoch, out, block)


@ledger.command("verify", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def verify(arguments: tuple[str, ...]) -> None:
    """Check a receipt, a proof or an export: the same as `countermark-verify`."""
    sys.exit(verifier.main(arguments))


@ledger.command("tamper")
@click.argument("archive", type=_EXISTING)
@click.argument("copy", type=_NEW_FOLDER)
@click.option("--index", type=click.IntRange(0), default=0, show_default=True, help="Which entry to forge.")
def tamper(archive: pathlib.Path, copy: pathlib.Path, index: int) -> None:
    """Forge one entry in a copy of an export, and all that follows from it but the signature, to see it refused."""
    whole = archive
    if archive.is_file():
        whole = copy.with_name(f"{copy.name}-whole")
        rehearsal.unpack(archive, whole)
    altered = rehearsal.alter_entry(whole, copy, index)
    tell({"index": index, "altered": altered, "folder": str(copy)}, f"entry {index}: {altered}, in {copy}")
