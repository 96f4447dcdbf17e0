"""What the package can be told from outside; `app/settings.py` fills it from the environment."""

import pathlib
from typing import Annotated

import msgspec

from ledger.anchoring.states import Place
from ledger.verifier.note_keys import VerifierKey


class WitnessAddress(msgspec.Struct, frozen=True):
    """url: what `/add-checkpoint` follows. keys: of the witness, of any kind that cosigns; at least one."""

    url: str
    keys: tuple[VerifierKey, ...]


class LedgerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """domain: begins the origin of every log of this installation, so it must not change later. heads_dir: where the signer
    remembers, outside the database, what it signed; None where several workers share no folder. anchored_on: the contract that holds epochs of the super-log; None without a chain.
    """

    domain: str = "countermark.local"
    anchored_on: Place | None = None
    heads_dir: pathlib.Path | None = None
    batch_entries_max: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1_000
    batch_wait_ms: Annotated[int, msgspec.Meta(ge=0, le=5_000)] = 150
    checkpoint_every_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 1_000
    sweep_every_ms: Annotated[int, msgspec.Meta(ge=10, le=60_000)] = 1_000
    epoch_every_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 600
    logs_at_once: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
