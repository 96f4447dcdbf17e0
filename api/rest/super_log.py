"""The super-log, for anybody: a static C2SP tlog-tiles log at /ledger/super, which caches and mirrors may keep."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from api.rest.operations import Answer, get
from ledger.anchoring.anchors import Anchors
from ledger.static_log import StaticFile
from ledger.super_log import SuperLog

_YEAR_S = 31_536_000
_SHORT_S = 10

SuperTilePath = Annotated[
    str,
    Meta(
        min_length=1, max_length=64, description="Path of a tile, after `tile/`, as C2SP tlog-tiles has it."
    ),
]


def kept(by: Literal["public", "private"], file: StaticFile) -> Mapping[str, str]:
    """Say who may keep a file of a static log, and for how long: a full tile never changes."""
    long = f"max-age={_YEAR_S}, immutable" if file.for_ever else f"max-age={_SHORT_S}"
    return {"cache-control": f"{by}, {long}"}


@get(
    "/ledger/super/checkpoint",
    operation_id="getSuperCheckpoint",
    summary="Get the newest checkpoint of the super-log",
    tag="ledger",
    public=True,
    root=True,
    media_type="text/plain",
    responses={404: "No epoch was closed yet."},
)
async def get_super_checkpoint(super_log: SuperLog) -> Answer[bytes]:
    """A C2SP note, with the lines of the witnesses that cosigned it. Its size is the number of the newest epoch."""
    file = await super_log.static_file("checkpoint")
    return Answer(
        body=file.body, headers={**kept("public", file), "content-type": "text/plain; charset=utf-8"}
    )


@get(
    "/ledger/super/tile/{super_tile_path:path}",
    operation_id="getSuperTile",
    summary="Get a tile of the super-log",
    tag="ledger",
    public=True,
    root=True,
    media_type="application/octet-stream",
)
async def get_super_tile(super_log: SuperLog, super_tile_path: SuperTilePath) -> Answer[bytes]:
    """`0/000`, `entries/000.p/7` and so on: hashes, and the records of epochs as entries."""
    file = await super_log.static_file(f"tile/{super_tile_path.removeprefix('/')}")
    return Answer(body=file.body, headers=kept("public", file))


@get(
    "/ledger/super/roots",
    operation_id="listSignedRoots",
    summary="List roots of the super-log signed for the contract",
    tag="ledger",
    public=True,
    root=True,
    media_type="application/x-ndjson",
)
async def list_signed_roots(anchors: Anchors) -> Answer[bytes]:
    """The newest 144 as `EpochRoot` (EIP-712), newest first, a line of JSON each; nothing where no chain is set. Keep them: a line
    whose root the contract does not have freezes it by `proveEquivocation`."""
    headers = {"cache-control": f"public, max-age={_SHORT_S}", "content-type": "application/x-ndjson"}
    return Answer(body=await anchors.signed_roots(), headers=headers)


HANDLERS = [get_super_checkpoint, get_super_tile, list_signed_roots]
