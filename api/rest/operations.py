"""How a noun's file declares its operations: `get`, `post`, `put`, `patch` and `delete` make an `Operation` of a function."""

import dataclasses
import enum
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Generic, Required, TypedDict, TypeVar, Unpack

_PATH_PARAMETER = re.compile(r"{(\w+):\w+}")

Body = TypeVar("Body")
Handler = Callable[..., Awaitable[object]]


class Keyed(enum.Enum):
    """What an operation makes of the Idempotency-Key header.

    OWN: optional, and the use case keeps key and deadline itself; the handler takes `idempotency_key: str | None`, `fingerprint: bytes`
    and `deadline: float`.
    """

    NEVER = "never"
    OPTIONAL = "optional"
    REQUIRED = "required"
    OWN = "own"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one path: what is documented, and what the face does around the handler.

    public: no credential asked, no limit counted, `security: []` in the document.
    root: the path stands as it is, outside /api/v1.
    lean: a path without query, run by the edge itself and not through Litestar's router; for hot routes.
    bulk: the body may be as large as the settings' `bulk_bytes_max`.
    form: the body is a form, documented as this Struct; the handler takes `raw: bytes` and `content_type: str | None`.
    multipart: the body may also be a form of the same fields, with files as they are.
    reads: the handler reads the body itself from `raw`; this Struct is what it documents, and bytes may follow its JSON.
    upload: the body is a file of any size; the handler takes `upload: AsyncIterator[bytes]`, and no deadline but that of each
        piece. These media types are taken; or a form with the file alone, as its part `file`.
    error: what every refusal carries instead of a problem, where a protocol of its own says so (`/v2`).
    refusal: what answers 400 and 401 carry instead of a problem, where a standard of its own says so (OAuth2).
    """

    method: str
    path: str
    operation_id: str
    summary: str
    tag: str
    handler: Handler
    status: int = 200
    public: bool = False
    root: bool = False
    lean: bool = False
    bulk: bool = False
    form: type[object] | None = None
    multipart: bool = False
    reads: type[object] | None = None
    upload: tuple[str, ...] = ()
    error: type[object] | None = None
    refusal: type[object] | None = None
    keyed: Keyed = Keyed.NEVER
    media_type: str = "application/json"
    documented: bool = True
    example: object = None
    answer_example: object = None
    responses: Mapping[int, str] = dataclasses.field(default_factory=dict)

    @property
    def full_path(self) -> str:
        return self.path if self.root else f"/api/v1{self.path}"

    @property
    def path_parameters(self) -> frozenset[str]:
        return frozenset(_PATH_PARAMETER.findall(self.path))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer(Generic[Body]):
    """An answer that is more than a body: its own status or headers. The document shows it as `Body`.

    body: what msgspec encodes, or bytes that are already in the operation's media type.
    stream: instead of a body, its pieces, made while they are sent; the deadline ends where they begin.
    """

    body: Body | bytes = b""
    stream: AsyncIterator[bytes] | None = None
    status: int | None = None
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Options(TypedDict, total=False):
    """The keyword arguments of the declarations below; see `Operation`."""

    operation_id: Required[str]
    summary: Required[str]
    tag: Required[str]
    status: int
    public: bool
    root: bool
    lean: bool
    bulk: bool
    form: type[object]
    multipart: bool
    reads: type[object]
    upload: tuple[str, ...]
    error: type[object]
    refusal: type[object]
    keyed: Keyed
    media_type: str
    documented: bool
    example: object
    answer_example: object
    responses: Mapping[int, str]


def _declare(method: str, path: str, options: Options) -> Callable[[Handler], Operation]:
    return lambda handler: Operation(method=method, path=path, handler=handler, **options)


def get(path: str, **options: Unpack[Options]) -> Callable[[Handler], Operation]:
    return _declare("GET", path, options)


def post(path: str, **options: Unpack[Options]) -> Callable[[Handler], Operation]:
    return _declare("POST", path, options)


def put(path: str, **options: Unpack[Options]) -> Callable[[Handler], Operation]:
    return _declare("PUT", path, options)


def patch(path: str, **options: Unpack[Options]) -> Callable[[Handler], Operation]:
    return _declare("PATCH", path, options)


def delete(path: str, **options: Unpack[Options]) -> Callable[[Handler], Operation]:
    return _declare("DELETE", path, options)
