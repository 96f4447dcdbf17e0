# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ConsistencyProof")


@_attrs_define
class ConsistencyProof:
    """That the log of `to_size` entries begins with the log of `from_size`.

    Attributes:
        log_id (str): the log, which is the environment.
        from_size (int): number of entries of the older log.
        to_size (int): number of entries of the newer log.
        from_root (str): RFC 6962 root of the older log.
        to_root (str): RFC 6962 root of the newer log.
        path (list[str]): hashes that lead to both roots, RFC 6962.
    """

    log_id: str
    from_size: int
    to_size: int
    from_root: str
    to_root: str
    path: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        log_id = d.pop("log_id")
        from_size = d.pop("from_size")
        to_size = d.pop("to_size")
        from_root = d.pop("from_root")
        to_root = d.pop("to_root")
        path = cast(list[str], d.pop("path"))

        return cls(
            log_id=log_id,
            from_size=from_size,
            to_size=to_size,
            from_root=from_root,
            to_root=to_root,
            path=path,
        )
