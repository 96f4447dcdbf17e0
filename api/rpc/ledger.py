"""Entries, proofs, checkpoints and keys of the ledger over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.ledger.v1 import ledger_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
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

SERVICE = pb.DESCRIPTOR.services_by_name["LedgerService"]
Size = Annotated[int, msgspec.Meta(ge=1, le=2**62)]


class _PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _EntriesQuery(_PageQuery, frozen=True, kw_only=True):
    type: EntryKind | None = None
    since: Instant | None = None
    until: Instant | None = None
    actor: Actor | None = None


class _SizesQuery(msgspec.Struct, frozen=True, kw_only=True):
    from_size: Size
    to_size: Size


class _SizeQuery(msgspec.Struct, frozen=True, kw_only=True):
    size: Size


class _EpochQuery(msgspec.Struct, frozen=True, kw_only=True):
    epoch: Size


ENTRY = Codec(LedgerEntry, pb.GetLedgerEntryResponse)
ENTRIES_QUERY = Codec(_EntriesQuery, pb.ListLedgerEntriesRequest)
ENTRIES = Codec(LedgerEntryPage, pb.ListLedgerEntriesResponse)
PROOF = Codec(EntryProof, pb.GetEntryProofResponse)
SIZES = Codec(_SizesQuery, pb.GetConsistencyProofRequest)
CONSISTENCY = Codec(ConsistencyProof, pb.GetConsistencyProofResponse)
LATEST = Codec(SignedCheckpoint, pb.GetLatestCheckpointResponse)
SIZE = Codec(_SizeQuery, pb.GetCheckpointRequest)
CHECKPOINT = Codec(SignedCheckpoint, pb.GetCheckpointResponse)
CHECKPOINTS_QUERY = Codec(_PageQuery, pb.ListCheckpointsRequest)
CHECKPOINTS = Codec(CheckpointPage, pb.ListCheckpointsResponse)
EPOCH_NUMBER = Codec(_EpochQuery, pb.GetLedgerEpochRequest)
EPOCH = Codec(EpochProof, pb.GetLedgerEpochResponse)
EPOCHS_QUERY = Codec(_PageQuery, pb.ListLedgerEpochsRequest)
EPOCHS = Codec(EpochPage, pb.ListLedgerEpochsResponse)
KEYS = Codec(LedgerKeys, pb.GetLedgerKeysResponse)
ROTATE = Codec(RotateLedgerKey, pb.RotateLedgerKeyRequest)
ROTATED = Codec(LedgerKey, pb.RotateLedgerKeyResponse)


@method(SERVICE, "GetLedgerEntry")
async def get_ledger_entry(
    caller: Principal, ledger: Ledger, request: pb.GetLedgerEntryRequest
) -> pb.GetLedgerEntryResponse:
    return ENTRY.message(await ledger.get_entry(caller, parse("ent", request.entry_id)))


@method(SERVICE, "ListLedgerEntries")
async def list_ledger_entries(
    caller: Principal, ledger: Ledger, request: pb.ListLedgerEntriesRequest
) -> pb.ListLedgerEntriesResponse:
    query = ENTRIES_QUERY.struct(request)
    wanted = entry_filter(query.type, query.since, query.until, query.actor)
    page = await ledger.list_entries(
        caller, after=uuid_of_cursor(query.after), limit=query.limit, wanted=wanted
    )
    return ENTRIES.message(entry_page(page))


@method(SERVICE, "GetEntryProof")
async def get_entry_proof(
    caller: Principal, ledger: Ledger, request: pb.GetEntryProofRequest
) -> pb.GetEntryProofResponse:
    return PROOF.message(await ledger.proof(caller, parse("ent", request.entry_id)))


@method(SERVICE, "GetConsistencyProof")
async def get_consistency_proof(
    caller: Principal, ledger: Ledger, request: pb.GetConsistencyProofRequest
) -> pb.GetConsistencyProofResponse:
    sizes = SIZES.struct(request)
    return CONSISTENCY.message(await ledger.consistency(caller, sizes.from_size, sizes.to_size))


@method(SERVICE, "GetLatestCheckpoint")
async def get_latest_checkpoint(
    caller: Principal, ledger: Ledger, request: pb.GetLatestCheckpointRequest
) -> pb.GetLatestCheckpointResponse:
    return LATEST.message(await ledger.latest_checkpoint(caller))


@method(SERVICE, "GetCheckpoint")
async def get_checkpoint(
    caller: Principal, ledger: Ledger, request: pb.GetCheckpointRequest
) -> pb.GetCheckpointResponse:
    return CHECKPOINT.message(await ledger.get_checkpoint(caller, SIZE.struct(request).size))


@method(SERVICE, "ListCheckpoints")
async def list_checkpoints(
    caller: Principal, ledger: Ledger, request: pb.ListCheckpointsRequest
) -> pb.ListCheckpointsResponse:
    query = CHECKPOINTS_QUERY.struct(request)
    page = await ledger.list_checkpoints(caller, after=size_of_cursor(query.after), limit=query.limit)
    return CHECKPOINTS.message(checkpoint_page(page))


@method(SERVICE, "GetLedgerEpoch")
async def get_ledger_epoch(
    caller: Principal, epochs: Epochs, request: pb.GetLedgerEpochRequest
) -> pb.GetLedgerEpochResponse:
    return EPOCH.message(await epochs.get(caller, EPOCH_NUMBER.struct(request).epoch))


@method(SERVICE, "ListLedgerEpochs")
async def list_ledger_epochs(
    caller: Principal, epochs: Epochs, request: pb.ListLedgerEpochsRequest
) -> pb.ListLedgerEpochsResponse:
    query = EPOCHS_QUERY.struct(request)
    page = await epochs.list(caller, after=size_of_cursor(query.after), limit=query.limit)
    return EPOCHS.message(epoch_page(page))


@method(SERVICE, "GetLedgerKeys")
async def get_ledger_keys(
    caller: Principal, ledger: Ledger, request: pb.GetLedgerKeysRequest
) -> pb.GetLedgerKeysResponse:
    return KEYS.message(await ledger.keys(caller))


@method(SERVICE, "RotateLedgerKey", keyed=Keyed.OPTIONAL)
async def rotate_ledger_key(
    caller: Principal, ledger: Ledger, request: pb.RotateLedgerKeyRequest
) -> pb.RotateLedgerKeyResponse:
    return ROTATED.message(await ledger.rotate_key(caller, ROTATE.struct(request).kind))


METHODS = [
    get_ledger_entry,
    list_ledger_entries,
    get_entry_proof,
    get_consistency_proof,
    get_latest_checkpoint,
    get_checkpoint,
    list_checkpoints,
    get_ledger_epoch,
    list_ledger_epochs,
    get_ledger_keys,
    rotate_ledger_key,
]
