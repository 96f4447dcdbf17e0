"""The codec between Structs and messages: both ways, with the same refusals as JSON, and no drift."""

import datetime as dt
from typing import Annotated, Literal

import msgspec
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message

from api.bodies import BodyDecoder
from api.rpc.codec import Codec, plain
from api.rpc.messages import as_json, decode
from core.errors import InvalidRequest

FIELD = descriptor_pb2.FieldDescriptorProto


def message_class() -> type[Message]:
    """Make the message that a noun's .proto would, without a file for it."""
    file = descriptor_pb2.FileDescriptorProto(
        name="codec_sample.proto", package="codec_sample", syntax="proto3"
    )
    file.dependency.extend(["google/protobuf/timestamp.proto", "google/protobuf/struct.proto"])
    enum = file.enum_type.add(name="SampleMode")
    for number, word in enumerate(["UNSPECIFIED", "SLOW", "VERY_FAST"]):
        enum.value.add(name=f"SAMPLE_MODE_{word}", number=number)
    part = file.message_type.add(name="SamplePart")
    part.field.add(name="amount_minor", number=1, type=FIELD.TYPE_INT64, label=FIELD.LABEL_OPTIONAL)
    sample = file.message_type.add(name="Sample")

    def add(name: str, kind: "FIELD.Type.ValueType", type_name: str = "", *, many: bool = False) -> None:
        label = FIELD.LABEL_REPEATED if many else FIELD.LABEL_OPTIONAL
        number = len(sample.field) + 1
        sample.field.add(name=name, number=number, type=kind, type_name=type_name or None, label=label)

    add("id", FIELD.TYPE_STRING)
    add("mode", FIELD.TYPE_ENUM, ".codec_sample.SampleMode")
    add("at", FIELD.TYPE_MESSAGE, ".google.protobuf.Timestamp")
    add("part", FIELD.TYPE_MESSAGE, ".codec_sample.SamplePart")
    add("parts", FIELD.TYPE_MESSAGE, ".codec_sample.SamplePart", many=True)
    add("modes", FIELD.TYPE_ENUM, ".codec_sample.SampleMode", many=True)
    add("columns", FIELD.TYPE_MESSAGE, ".google.protobuf.Struct")
    add("weights", FIELD.TYPE_MESSAGE, ".codec_sample.Sample.WeightsEntry", many=True)
    add("proof", FIELD.TYPE_BYTES)
    add("flag", FIELD.TYPE_BOOL)
    sample.oneof_decl.add(name="_flag")
    sample.field[-1].proto3_optional = True
    sample.field[-1].oneof_index = 0
    entry = sample.nested_type.add(name="WeightsEntry", options=descriptor_pb2.MessageOptions(map_entry=True))
    entry.field.add(name="key", number=1, type=FIELD.TYPE_STRING, label=FIELD.LABEL_OPTIONAL)
    entry.field.add(name="value", number=2, type=FIELD.TYPE_DOUBLE, label=FIELD.LABEL_OPTIONAL)
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("codec_sample.Sample"))


SampleMessage = message_class()
Mode = Literal["slow", "very_fast"]


class SamplePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    amount_minor: Annotated[int, msgspec.Meta(ge=1)]


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Annotated[str, msgspec.Meta(max_length=3)]
    mode: Mode = "slow"
    at: dt.datetime | None = None
    part: SamplePart | None = None
    parts: Annotated[list[SamplePart], msgspec.Meta(max_length=2)] = []
    modes: list[Mode] = []
    columns: dict[str, object] = {}
    weights: dict[str, float] = {}
    proof: bytes = b""
    flag: bool = True


CODEC = Codec(Sample, SampleMessage)
FULL = Sample(
    id="a",
    mode="very_fast",
    at=dt.datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=dt.UTC),
    part=SamplePart(5),
    parts=[SamplePart(1), SamplePart(2)],
    modes=["slow", "very_fast"],
    columns={
        "whole": 5,
        "half": 0.5,
        "text": "x",
        "yes": True,
        "none": None,
        "list": [1, {"a": 2}],
        "map": {"b": 3},
    },
    weights={"a": 0.5},
    proof=b"\x00\xff",
    flag=False,
)


def test_there_and_back() -> None:
    """A Struct survives the wire whole: enums, times to the microsecond, maps, false and bytes."""
    wire = CODEC.message(FULL).SerializeToString()
    assert CODEC.struct(decode(SampleMessage, wire)) == FULL


def test_absent_fields_take_the_defaults_of_the_struct() -> None:
    """What is not sent is not zero: the Struct's own defaults hold."""
    assert CODEC.struct(SampleMessage(id="a")) == Sample(id="a")


@pytest.mark.parametrize(
    ("message", "json"),
    [
        ({}, "{}"),
        ({"id": "toolong"}, '{"id":"toolong"}'),
        ({"id": "a", "part": {}}, '{"id":"a","part":{}}'),
        ({"id": "a", "part": {"amount_minor": -1}}, '{"id":"a","part":{"amount_minor":-1}}'),
        (
            {"id": "a", "parts": [{"amount_minor": 1}, {"amount_minor": -1}]},
            '{"id":"a","parts":[{"amount_minor":1},{"amount_minor":-1}]}',
        ),
        (
            {"id": "a", "parts": [{"amount_minor": 1}] * 3},
            '{"id":"a","parts":[{"amount_minor":1},{"amount_minor":1},{"amount_minor":1}]}',
        ),
    ],
)
def test_refusals_are_those_of_json(message: dict[str, object], json: str) -> None:
    """The same wrong field gives the same name, reason and fix on both faces."""
    with pytest.raises(InvalidRequest) as by_rpc:
        CODEC.struct(SampleMessage(**message))
    with pytest.raises(InvalidRequest) as by_rest:
        BodyDecoder(Sample).decode(json.encode())
    assert by_rpc.value.fields == by_rest.value.fields


@pytest.mark.parametrize(("seconds", "nanos"), [(10**12, 0), (-(10**12), 0), (1, -5), (1, 2 * 10**9)])
def test_what_is_no_moment_is_refused_by_its_field(seconds: int, nanos: int) -> None:
    """A timestamp beyond the calendar is the caller's mistake, and is named; it leaves no line of JSON, and ends no log."""
    message = SampleMessage(id="a", at={"seconds": seconds, "nanos": nanos})
    with pytest.raises(InvalidRequest) as refused:
        CODEC.struct(message)
    assert [field.field for field in refused.value.fields] == ["at"]
    assert as_json(SampleMessage, message.SerializeToString()) == b""


def test_a_number_that_is_none_is_no_json() -> None:
    """Of a message that JSON cannot say there is no JSON, and its fields can be read all the same."""
    message = SampleMessage(id="a", columns={"fields": {"x": {"number_value": float("nan")}}})
    assert as_json(SampleMessage, message.SerializeToString()) == b""
    assert plain(message)["id"] == "a"
    assert as_json(SampleMessage, SampleMessage(id="a").SerializeToString()) == b'{\n  "id": "a"\n}'


def test_an_enum_value_of_the_future_is_refused() -> None:
    """A number that this server has no word for is refused, never read as something else."""
    unknown = SampleMessage.FromString(SampleMessage(id="a").SerializeToString() + b"\x10\x63")
    with pytest.raises(InvalidRequest) as refused:
        CODEC.struct(unknown)
    assert refused.value.fields[0].field == "mode"


def test_unknown_fields_are_found_at_any_depth() -> None:
    """A field that the .proto lacks is refused by where it is, in lists too."""
    wire = (
        SampleMessage(id="a", parts=[{"amount_minor": 1}]).SerializeToString() + b"\x2a\x04\x08\x01\x78\x01"
    )
    with pytest.raises(InvalidRequest) as refused:
        decode(SampleMessage, wire)
    assert refused.value.fields[0].field == "parts[1].#15"


def test_drift_is_refused_at_start() -> None:
    """A field that only one of the two has is an error when the module is imported, not at a request."""
    short = msgspec.defstruct("Short", [("id", str)])
    with pytest.raises(TypeError, match="differ in"):
        Codec(short, SampleMessage)
