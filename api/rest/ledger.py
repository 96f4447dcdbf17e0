"""The ledger: entries, proofs, checkpoints, keys, tiles and exports of the caller's environment."""

from typing import Annotated

from msgspec import Meta

from api.rest.operations import Answer, Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.rest.super_log import kept
from api.views.ledger import (
    Actor,
    CheckpointPage,
    EntryKind,
    EpochPage,
    LedgerEntryPage,
    checkpoint_page,
    entry_filter,
    entry_page,
    epoch_page,
    size_of_cursor,
    uuid_of_cursor,
)
from core.ids import parse
from ledger.entities import (
    ConsistencyProof,
    EntryProof,
    EpochProof,
    LedgerEntry,
    LedgerKey,
    LedgerKeys,
    RotateLedgerKey,
    SignedCheckpoint,
)
from ledger.epoch_proofs import Epochs
from ledger.log import Ledger
from payments.facts import Instant
from tenants.principals import Principal

Size = Annotated[int, Meta(ge=1, le=2**62, description="A number of entries.")]
Number = Annotated[int, Meta(ge=1, le=2**62, description="The number of an epoch, from 1.")]
TilePath = Annotated[str, Meta(min_length=1, max_length=64, description="Path of a file of the static log.")]

_LOG = "env_01kc1x5w3efvr9q2d8m4n6p7hs"
_ENTRY_ID = "ent_01kc1x5w3ceyp8s1r7t3v5w9ya"
_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
_NOTE = (
    f"countermark.local/ledger/{_LOG}\n3\n{_HASH}\n\n"
    f"\u2014 countermark.local/ledger/{_LOG} M9e0lvAQRtH832pk2RTbeSeZMkp4FZSdJYFBUjO5SKxuRbywPUF3cx+HUrb50kjd3rUWW/fj53Wj1"
    "dwcwh9bGQnqVAg=\n"
)
_ENTRY = {
    "id": _ENTRY_ID,
    "state": "sequenced",
    "index": 2,
    "type": "decision.v1",
    "at": "2026-11-20T13:13:27.120450Z",
    "actor": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "outcome": "review",
    "model_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "ruleset_hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "score_millionths": 812_345,
    "commitments": [_HASH],
    "refs": [],
    "leaf_hash": _HASH,
    "entry": "pWF2AQ==",
}
_EPOCH = {
    "epoch": 7,
    "closed_at": "2026-11-20T13:20:00.120450Z",
    "slots": 12,
    "root": _HASH,
    "slot": 4,
    "size": 3,
}
_KEY = {
    "use": "receipts",
    "kind": "ed25519",
    "state": "signing",
    "name": "countermark.local/receipts",
    "key_id": "33d7b496",
    "verifier_key": "countermark.local/receipts+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
    "fingerprint": "9f86 d081 884c 7d65 9a2f eaa0 c55a d015 a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08",
    "entry_id": None,
}
_CHECKPOINT = {
    "log_id": _LOG,
    "size": 3,
    "root": _HASH,
    "note": _NOTE,
    "signed_at": "2026-11-20T13:13:28.001200Z",
}


@get(
    "/ledger/entries/{entry_id:str}",
    operation_id="getLedgerEntry",
    summary="Get an entry",
    tag="ledger",
    answer_example=_ENTRY,
)
async def get_ledger_entry(caller: Principal, ledger: Ledger, entry_id: str) -> LedgerEntry:
    return await ledger.get_entry(caller, parse("ent", entry_id))


@get(
    "/ledger/entries",
    operation_id="listLedgerEntries",
    summary="List entries",
    tag="ledger",
    answer_example={"data": [_ENTRY], "has_more": False, "next_after": None},
)
async def list_ledger_entries(
    caller: Principal,
    ledger: Ledger,
    *,
    type: EntryKind | None = None,  # noqa: A002  the parameter's name
    since: Instant | None = None,
    until: Instant | None = None,
    actor: Actor | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> LedgerEntryPage:
    """Sequenced entries in the order of the log, oldest first, so that a reader can follow it. With `type`, `since` (from), `until`
    (before) or `actor` a page may be short or empty and have more after it: go on until `has_more` is false."""
    wanted = entry_filter(type, since, until, actor)
    page = await ledger.list_entries(caller, after=uuid_of_cursor(after), limit=limit, wanted=wanted)
    return entry_page(page)


@get(
    "/ledger/entries-export",
    operation_id="exportLedgerEntries",
    summary="Export entries with their proofs",
    tag="ledger",
    media_type="application/x-ndjson",
    responses={404: "The log has no checkpoint yet."},
)
async def export_ledger_entries(
    caller: Principal,
    ledger: Ledger,
    *,
    type: EntryKind | None = None,  # noqa: A002  the parameter's name
    since: Instant | None = None,
    until: Instant | None = None,
    actor: Actor | None = None,
) -> Answer[bytes]:
    """Lines of JSON, streamed: of each entry what `GET /ledger/proofs/{id}` answers, under one checkpoint. Check a line offline:
    `countermark-verify proof FILE --trust KEYS`."""
    return Answer(stream=await ledger.export_entries(caller, entry_filter(type, since, until, actor)))


@get(
    "/ledger/proofs/{entry_id:str}",
    operation_id="getEntryProof",
    summary="Prove an entry",
    tag="ledger",
    answer_example={
        "log_id": _LOG,
        "entry_id": _ENTRY_ID,
        "state": "included",
        "entry": "pWF2AQ==",
        "leaf_hash": _HASH,
        "leaf_index": 2,
        "checkpoint": _NOTE,
        "path": [_HASH],
    },
)
async def get_entry_proof(caller: Principal, ledger: Ledger, entry_id: str) -> EntryProof:
    """Under the newest checkpoint. `pending` for the second or so until one covers the entry. Save the answer and check it
    offline: `countermark-verify proof FILE --trust KEYS`.
    """
    return await ledger.proof(caller, parse("ent", entry_id))


@get(
    "/ledger/consistency",
    operation_id="getConsistencyProof",
    summary="Prove that the log only grew",
    tag="ledger",
    answer_example={
        "log_id": _LOG,
        "from_size": 2,
        "to_size": 3,
        "from_root": _HASH,
        "to_root": _HASH,
        "path": [_HASH],
    },
)
async def get_consistency_proof(
    caller: Principal, ledger: Ledger, *, from_size: Size, to_size: Size
) -> ConsistencyProof:
    """That the log of `to_size` entries begins with that of `from_size`; neither above the newest checkpoint."""
    return await ledger.consistency(caller, from_size, to_size)


@get(
    "/ledger/checkpoints/latest",
    operation_id="getLatestCheckpoint",
    summary="Get the newest checkpoint",
    tag="ledger",
    responses={404: "The log has no checkpoint yet."},
    answer_example=_CHECKPOINT,
)
async def get_latest_checkpoint(caller: Principal, ledger: Ledger) -> SignedCheckpoint:
    return await ledger.latest_checkpoint(caller)


@get(
    "/ledger/checkpoints/{size:str}",
    operation_id="getCheckpoint",
    summary="Get a checkpoint",
    tag="ledger",
    answer_example=_CHECKPOINT,
)
async def get_checkpoint(caller: Principal, ledger: Ledger, size: Size) -> SignedCheckpoint:
    return await ledger.get_checkpoint(caller, size)


@get(
    "/ledger/checkpoints",
    operation_id="listCheckpoints",
    summary="List checkpoints",
    tag="ledger",
    answer_example={"data": [_CHECKPOINT], "has_more": False, "next_after": None},
)
async def list_checkpoints(
    caller: Principal, ledger: Ledger, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> CheckpointPage:
    """Every checkpoint that was signed, newest first."""
    return checkpoint_page(await ledger.list_checkpoints(caller, after=size_of_cursor(after), limit=limit))


@get(
    "/ledger/epochs/{epoch:str}",
    operation_id="getLedgerEpoch",
    summary="Prove where the log stood in an epoch",
    tag="ledger",
    responses={404: "There is no such epoch, or the log had no slot in it yet."},
    answer_example={
        "log_id": _LOG,
        **_EPOCH,
        "leaf": "pmF2AQ==",
        "path": [_HASH],
        "record": "pmF2AQ==",
        "record_path": [_HASH],
        "checkpoint": _NOTE,
    },
)
async def get_ledger_epoch(caller: Principal, epochs: Epochs, epoch: Number) -> EpochProof:
    """The leaf in the log's own slot, its path to the epoch's root, and the path of the epoch's record to the newest checkpoint of
    the public super-log.
    """
    return await epochs.get(caller, epoch)


@get(
    "/ledger/epochs",
    operation_id="listLedgerEpochs",
    summary="List epochs",
    tag="ledger",
    answer_example={"data": [_EPOCH], "has_more": False, "next_after": None},
)
async def list_ledger_epochs(
    caller: Principal, epochs: Epochs, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> EpochPage:
    """The epochs in which the log has its slot, newest first, and where it stood in each."""
    return epoch_page(await epochs.list(caller, after=size_of_cursor(after), limit=limit))


@get(
    "/ledger/keys",
    operation_id="getLedgerKeys",
    summary="Get the keys to pin",
    tag="ledger",
    answer_example={
        "log_id": _LOG,
        "origin": f"countermark.local/ledger/{_LOG}",
        "keys": [_KEY],
    },
)
async def get_ledger_keys(caller: Principal, ledger: Ledger) -> LedgerKeys:
    """Pin them once. Each line of a trust file is the `use`, a space and the `verifier_key`."""
    return await ledger.keys(caller)


@post(
    "/ledger/keys",
    operation_id="rotateLedgerKey",
    summary="Make the log's next key",
    tag="ledger",
    keyed=Keyed.OPTIONAL,
    example={"kind": "ed25519"},
    answer_example=_KEY
    | {
        "use": "log",
        "state": "appointed",
        "name": f"countermark.local/ledger/{_LOG}",
        "entry_id": _ENTRY_ID,
    },
    responses={422: "The key appointed last does not sign yet, or this kind signs nothing here."},
)
async def rotate_ledger_key(caller: Principal, ledger: Ledger, data: RotateLedgerKey) -> LedgerKey:
    """An entry of the log itself appoints the key, so an auditor who knows the old one finds the new one offline. It signs from
    the first checkpoint that covers that entry; that one the old key signs, too.
    """
    return await ledger.rotate_key(caller, data.kind)


@get(
    "/ledger/tiles/{tile_path:path}",
    operation_id="getLedgerTile",
    summary="Get a file of the static log",
    tag="ledger",
    media_type="application/octet-stream",
)
async def get_ledger_tile(caller: Principal, ledger: Ledger, tile_path: TilePath) -> Answer[bytes]:
    """The log as C2SP tlog-tiles: `checkpoint`, `tile/0/000`, `tile/entries/000.p/7` and so on, under this prefix. A full tile
    may be kept for ever, by the caller alone; the others for some seconds.
    """
    file = await ledger.static_file(caller, tile_path.removeprefix("/"))
    return Answer(body=file.body, headers=kept("private", file))


@get(
    "/ledger/export",
    operation_id="exportLedger",
    summary="Export the whole log",
    tag="ledger",
    media_type="application/x-tar",
    responses={404: "The log has no checkpoint yet."},
)
async def export_ledger(caller: Principal, ledger: Ledger) -> Answer[bytes]:
    """A tar of entries, tiles, checkpoints and keys, streamed, at the newest checkpoint. Check it offline:
    `countermark-verify bundle FILE --trust KEYS --receipts RECEIPTS`.
    """
    return Answer(stream=await ledger.export(caller))


HANDLERS = [
    get_ledger_entry,
    list_ledger_entries,
    export_ledger_entries,
    get_entry_proof,
    get_consistency_proof,
    get_latest_checkpoint,
    get_checkpoint,
    list_checkpoints,
    get_ledger_epoch,
    list_ledger_epochs,
    get_ledger_keys,
    rotate_ledger_key,
    get_ledger_tile,
    export_ledger,
]
