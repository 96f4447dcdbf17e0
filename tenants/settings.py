"""What the package can be told from outside; `app/settings.py` fills it from the environment."""

import pathlib
from typing import Annotated

import msgspec


class MasterKey:
    """32 secret bytes that wrap every other key. Prints as stars."""

    __slots__ = ("_bytes",)

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("a master key has 32 bytes")
        self._bytes = key

    def __repr__(self) -> str:
        return "MasterKey(***)"

    def reveal(self) -> bytes:
        return self._bytes


class TenantsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """master_key: instead of the file `master.key` in `data_dir`, which is made on first use. master_keys_previous: opened
    still, never used to wrap. issuer: how this installation names itself in its tokens; clients see the same text.
    tenant_creation_open: whether a member may create further tenants over REST (the command line always may).
    console_url: where the links of invitations lead.
    """

    data_dir: pathlib.Path
    master_key: MasterKey | None = None
    master_keys_previous: tuple[MasterKey, ...] = ()
    issuer: Annotated[str, msgspec.Meta(min_length=8, max_length=200)] = "http://127.0.0.1:8080"
    console_url: Annotated[str, msgspec.Meta(min_length=8, max_length=200)] = "http://127.0.0.1:8080/console"
    token_life_s: Annotated[int, msgspec.Meta(ge=60, le=600)] = 600
    tenant_creation_open: bool = False
