# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.logged_request_view_face import LoggedRequestViewFace, check_logged_request_view_face
from ..types import plain

T = TypeVar("T", bound="LoggedRequestView")


@_attrs_define
class LoggedRequestView:
    """A call that was admitted. status: of REST the HTTP status, of gRPC the number of its code. code: of its problem.

    request_body, response_body: JSON text, masked: names of fields, own ids, moments and words of lists stay; `null`
    where none
    was kept.

        Attributes:
            id (str):
            at (str):
            request_id (str):
            face (LoggedRequestViewFace):
            operation (str):
            status (int):
            refused (bool):
            code (None | str):
            duration_ms (float):
            caller (str):
            request_body (None | str):
            response_body (None | str):
    """

    id: str
    at: str
    request_id: str
    face: LoggedRequestViewFace
    operation: str
    status: int
    refused: bool
    code: None | str
    duration_ms: float
    caller: str
    request_body: None | str
    response_body: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        at = d.pop("at")
        request_id = d.pop("request_id")
        face = check_logged_request_view_face(d.pop("face"))

        operation = d.pop("operation")
        status = d.pop("status")
        refused = d.pop("refused")
        code = cast("None | str", d.pop("code"))
        duration_ms = d.pop("duration_ms")
        caller = d.pop("caller")
        request_body = cast("None | str", d.pop("request_body"))
        response_body = cast("None | str", d.pop("response_body"))
        return cls(
            id=id,
            at=at,
            request_id=request_id,
            face=face,
            operation=operation,
            status=status,
            refused=refused,
            code=code,
            duration_ms=duration_ms,
            caller=caller,
            request_body=request_body,
            response_body=response_body,
        )
