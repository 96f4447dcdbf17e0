"""Requests and answers of REST as messages of gRPC, and back.

The messages are described in `_grpc/descriptors.binpb`, in a pool of their own: another set of the same names, such as the server's,
may be in the same process.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any, cast

from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

SERVICE = "countermark.inference.v1.InferenceService"
_OWN = "countermark."


class MessageRefused(Exception):
    """The request has a field that there is not, or a value of another type."""


@functools.cache
def pool() -> DescriptorPool:
    """Return the pool, filled once."""
    data = resources.files("countermark_client").joinpath("_grpc/descriptors.binpb").read_bytes()
    found = DescriptorPool()
    for each in FileDescriptorSet.FromString(data).file:
        found.AddSerializedFile(each.SerializeToString())
    return found


def method_of(path: str) -> MethodDescriptor:
    """Return the rpc of a use case. path: of REST, `/api/v1/inference/churn-score`."""
    words = path.rsplit("/", 1)[1].split("-")
    name = "Decide" + "".join(word.capitalize() for word in words)
    return pool().FindServiceByName(SERVICE).methods_by_name[name]


def message_of(descriptor: Descriptor, asked: Mapping[str, object]) -> Message:
    """Write what REST would send as a message. Raises: MessageRefused."""
    try:
        message = GetMessageClass(descriptor)()
        return json_format.ParseDict(_proto_json(descriptor, asked), message, descriptor_pool=pool())
    except (json_format.ParseError, AttributeError, TypeError, ValueError) as error:
        raise MessageRefused(str(error)) from error


def answer_of(descriptor: Descriptor, data: bytes) -> dict[str, Any]:
    """Read a message as REST would answer it: what is absent is null."""
    return _fields(GetMessageClass(descriptor).FromString(data))


def _proto_json(descriptor: Descriptor, asked: Mapping[str, object]) -> dict[str, object]:
    named = {field.name: field for field in descriptor.fields}
    return {
        name: _sent(named[name], value) if name in named else value
        for name, value in asked.items()
        if value is not None
    }


def _sent(field: FieldDescriptor, value: object) -> object:
    if isinstance(value, list):
        return [_sent(field, each) for each in value]
    if field.enum_type is not None:
        return _prefix(field.enum_type) + str(value).upper()
    inner = field.message_type
    if inner is None or not inner.full_name.startswith(_OWN) or inner.GetOptions().map_entry:
        return value
    return _proto_json(inner, cast("Mapping[str, object]", value))


def _prefix(enum: EnumDescriptor) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", enum.name).upper() + "_"


def _fields(message: Message) -> dict[str, Any]:
    return {field.name: _told(message, cast("FieldDescriptor", field)) for field in message.DESCRIPTOR.fields}


def _told(message: Message, field: FieldDescriptor) -> Any:
    if not field.is_repeated and field.has_presence and not message.HasField(field.name):
        return None
    value = getattr(message, field.name)
    if not field.is_repeated:
        return _value(field, value)
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        inner = field.message_type.fields_by_name["value"]
        return {key: _value(inner, value[key]) for key in value}
    return [_value(field, each) for each in value]


def _value(field: FieldDescriptor, value: Any) -> Any:
    if field.enum_type is not None:
        word = field.enum_type.values_by_number[value].name.removeprefix(_prefix(field.enum_type))
        return None if word == "UNSPECIFIED" else word.lower()
    if field.message_type is None:
        return base64.b64encode(value).decode() if isinstance(value, bytes) else value
    if field.message_type.full_name.startswith(_OWN):
        return _fields(value)
    return json_format.MessageToDict(value, descriptor_pool=pool())
