"""Bodies as `multipart/form-data` (RFC 7578), as `curl -F`, Postman and browsers send them: fields in any order, files as they are.

A form is read while it comes in. Its fields are checked by the same type as a JSON body's; a file of any size is handed on.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import Generic, TypeVar

import msgspec
import multipart
from msgspec import inspect

from api.bodies import BodyTooLarge
from api.field_errors import field_error
from api.rest.call import Call
from api.rest.problems import UnsupportedMediaType
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError, shown

FORM = "multipart/form-data"
FILE = "file"
"""The one part of a form that is a file of any size; what else there is to say stays in the query."""
_PARTS_MAX = 32
_PLAIN = frozenset({"", "7bit", "8bit", "binary"})
_UNTYPED = "application/octet-stream"

Body = TypeVar("Body")


class MalformedForm(PlatformError):
    kind = ErrorKind.INVALID
    code = "malformed_form"
    fix = "Send the form as `curl -F` writes it, each field once, and let the client make the Content-Type with its boundary."


def is_form(content_type: str | None) -> bool:
    return content_type is not None and content_type.partition(";")[0].strip().lower() == FORM


class FormDecoder(Generic[Body]):
    """Reads one type of body from a form. Fields that hold bytes are files, the others UTF-8 text."""

    def __init__(self, body: type[Body], bytes_max: int) -> None:
        self._body = body
        self._bytes_max = bytes_max
        self._files = frozenset(file_fields(body))

    async def read(self, call: Call, pieces: AsyncIterator[bytes]) -> tuple[bytes, Body]:
        """Returns: what stands for the form, whatever its boundary and order, and the body.

        Raises: BodyTooLarge, MalformedForm, InvalidRequest with the first refused field, ClientGone, DeadlineExceeded.
        """
        announced = call.content_length
        if announced is not None and announced.isdecimal() and int(announced) > self._bytes_max:
            raise BodyTooLarge(f"The body is larger than {self._bytes_max} bytes.")
        fields: dict[str, bytes | str] = {}
        kept: list[bytes] = []
        async for part, data in _parts(call.content_type, _bounded(pieces, self._bytes_max)):
            if data is not None:
                kept.append(data)
                continue
            name = _name_of(part)
            if name in fields:
                raise _refused(name, "The field comes twice.", "Send each field once.")
            content = b"".join(kept)
            kept.clear()
            fields[name] = content if name in self._files else _text(name, content)
        return _digest(fields), self._decode(fields)

    def _decode(self, fields: dict[str, bytes | str]) -> Body:
        try:
            return msgspec.convert(fields, self._body, builtin_types=(bytes,), strict=False)
        except msgspec.ValidationError as refused:
            field = field_error(str(refused), self._body)
            raise InvalidRequest("The request was refused.", fields=[field]) from None


def file_fields(body: type[object]) -> list[str]:
    """The fields of a struct that hold bytes."""
    described = inspect.type_info(body)
    if not isinstance(described, inspect.StructType):
        raise TypeError(f"{body} is no struct")
    return [field.name for field in described.fields if _is_bytes(field.type)]


async def file_of(
    call: Call, pieces: AsyncIterator[bytes], media_types: Sequence[str]
) -> AsyncIterator[bytes]:
    """Hand on the form's one file as it comes in. Raises: MalformedForm, UnsupportedMediaType, ClientGone, DeadlineExceeded."""
    ended = False
    async for part, data in _parts(call.content_type, pieces):
        if ended or _name_of(part) != FILE:
            raise _refused(
                _name_of(part),
                f"The form has one part, `{FILE}`.",
                "Say everything else in the query of the address.",
            )
        sent = (part.header("Content-Type") or _UNTYPED).partition(";")[0].strip().lower()
        if sent not in media_types:
            raise UnsupportedMediaType(f"The file of this operation is one of {', '.join(media_types)}.")
        if data is None:
            ended = True
        else:
            yield data
    if not ended:
        raise _refused(FILE, "This field is required.", "Add it.")


async def _parts(
    content_type: str | None, pieces: AsyncIterator[bytes]
) -> AsyncIterator[tuple[multipart.MultipartSegment, bytes | None]]:
    """The pieces of each part, then None for its end."""
    try:
        _, options = multipart.parse_options_header(content_type or "")
        parser = multipart.PushMultipartParser(
            options.get("boundary", ""), max_segment_count=_PARTS_MAX, strict=True
        )
        part: multipart.MultipartSegment | None = None
        async for piece in pieces:
            for event in parser.parse(piece):
                if isinstance(event, multipart.MultipartSegment):
                    part = event
                    _check_plain(part)
                elif part is not None:
                    yield part, None if event is None else bytes(event)
        parser.close()
    except (multipart.MultipartError, UnicodeDecodeError) as error:
        raise MalformedForm(f"The form cannot be read: {shown(str(error))}.") from None


async def _bounded(pieces: AsyncIterator[bytes], bytes_max: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > bytes_max:
            raise BodyTooLarge(f"The body is larger than {bytes_max} bytes.")
        yield piece


def _check_plain(part: multipart.MultipartSegment) -> None:
    if (part.header("Content-Transfer-Encoding") or "").strip().lower() not in _PLAIN:
        raise _refused(_name_of(part), "It has a transfer encoding.", "Send the bytes as they are.")


def _name_of(part: multipart.MultipartSegment) -> str:
    return part.name or ""


def _text(name: str, content: bytes) -> str:
    try:
        found = content.decode()
    except UnicodeDecodeError:
        raise _refused(name, "It is not UTF-8.", "Send text in UTF-8.") from None
    if "\x00" in found:
        raise _refused(name, "It holds the character U+0000.", "Send it without.")
    return found


def _digest(fields: dict[str, bytes | str]) -> bytes:
    hashed = hashlib.sha256()
    for name, content in sorted(fields.items()):
        data = content if isinstance(content, bytes) else content.encode()
        hashed.update(f"{len(name)} {name} {len(data)} ".encode())
        hashed.update(data)
    return hashed.digest()


def _is_bytes(found: inspect.Type) -> bool:
    if isinstance(found, inspect.UnionType):
        return any(_is_bytes(each) for each in found.types)
    return isinstance(found, inspect.BytesType)


def _refused(name: str, reason: str, fix: str) -> InvalidRequest:
    return InvalidRequest("The request was refused.", fields=[FieldError(shown(name), reason, fix)])
