"""What the faces can be told from outside; `app/settings.py` fills it from the environment."""

from typing import Annotated

import msgspec

API_VERSION = "2026-11-21"


class FaceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Limits and waits of both faces.

    body_bytes_max: of one request, unless its operation says otherwise (bulk intake takes `bulk_bytes_max`).
    timeout_ms: what a caller who names no deadline gets; timeout_ms_max: the longest that one may ask for.
    """

    body_bytes_max: Annotated[int, msgspec.Meta(ge=1_024)] = 1_000_000
    bulk_bytes_max: Annotated[int, msgspec.Meta(ge=1_024)] = 5_000_000
    timeout_ms: Annotated[int, msgspec.Meta(ge=1)] = 10_000
    timeout_ms_max: Annotated[int, msgspec.Meta(ge=1)] = 30_000
    grpc_host: str = "127.0.0.1"
    grpc_port: Annotated[int, msgspec.Meta(ge=0, le=65_535)] = 8_081
