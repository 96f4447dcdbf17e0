"""Graphs that are no graphs, bytes that parsers disagree about, answers that are none."""

from collections.abc import Iterator

import numpy as np
from onnx import TensorProto, helper

from tests.inference.hostile.making import bytes_of, using
from tests.inference.uploads.graphs import floats, linear, model, value


def structure() -> Iterator[tuple[str, bytes]]:
    """Graphs that are no graphs."""
    yield (
        "circle of nodes",
        bytes_of(
            linear(
                helper.make_node("Add", ["b", "features"], ["a"]),
                helper.make_node("Add", ["a", "features"], ["b"]),
            )
        ),
    )
    yield "nodes in the wrong order", bytes_of(linear(helper.make_node("Abs", ["z"], ["q"])))
    yield "one value written twice", bytes_of(linear(helper.make_node("Abs", ["features"], ["z"])))
    yield "tensor written over", bytes_of(linear(helper.make_node("Abs", ["features"], ["w"])))
    yield "input that nobody feeds", bytes_of(linear(helper.make_node("Abs", ["nowhere"], ["q"])))
    yield "no nodes", bytes_of(model())
    yield "no opset", bytes_of(model(helper.make_node("Sigmoid", ["features"], ["p"]), opsets=()))
    yield (
        "unknown opset",
        bytes_of(model(helper.make_node("Sigmoid", ["features"], ["p"]), opsets=(("", 9_999),))),
    )
    yield (
        "negative opset",
        bytes_of(model(helper.make_node("Sigmoid", ["features"], ["p"]), opsets=(("", -1),))),
    )


def declarations() -> Iterator[tuple[str, bytes]]:
    """What a graph says of itself, and should not."""
    for version in (0, 99, -1):
        other = linear()
        other.ir_version = version
        yield f"IR version {version}", bytes_of(other)
    yield (
        "input of texts",
        bytes_of(
            model(
                helper.make_node("Sigmoid", ["features"], ["p"]),
                inputs=[value("features", "n", 4, dtype=TensorProto.STRING)],
            )
        ),
    )
    sequence = helper.make_tensor_sequence_value_info("features", TensorProto.FLOAT, ["n", 4])
    yield (
        "input that is a sequence",
        bytes_of(model(helper.make_node("Sigmoid", ["features"], ["p"]), inputs=[sequence])),
    )
    maybe = helper.make_value_info(
        "features", helper.make_optional_type_proto(helper.make_tensor_type_proto(1, ["n", 4]))
    )
    yield (
        "input that is optional",
        bytes_of(model(helper.make_node("Sigmoid", ["features"], ["p"]), inputs=[maybe])),
    )
    yield (
        "two inputs nobody named",
        bytes_of(
            model(helper.make_node("Add", ["a", "b"], ["p"]), inputs=[value("a", "n", 4), value("b", "n", 4)])
        ),
    )
    yield (
        "fixed number of rows",
        bytes_of(model(helper.make_node("Sigmoid", ["features"], ["p"]), inputs=[value("features", 1, 4)])),
    )
    twice = linear()
    twice.graph.node[0].attribute.extend([helper.make_attribute("a", 1), helper.make_attribute("a", 2)])
    yield "attribute twice", bytes_of(twice)
    referring = linear()
    referring.graph.node[0].attribute.add(name="alpha", ref_attr_name="outer", type=1)
    yield "attribute of a function that is not there", bytes_of(referring)
    again = linear()
    again.graph.initializer.append(floats("w", [4, 1], [9, 9, 9, 9]))
    yield "tensor named twice", bytes_of(again)
    empty = linear()
    empty.graph.initializer.append(floats("", [1], [1]))
    yield "tensor without a name", bytes_of(empty)


def broken_bytes() -> Iterator[tuple[str, bytes]]:
    """Bytes that parsers disagree about."""
    whole = bytes_of(linear())
    for share in (1, 2, 5, 10, 25, 50, 75, 85, 99):
        yield f"cut at {share} %", whole[: len(whole) * share // 100]
    yield "graph twice", whole + b"\x3a" + _length(bytes_of(linear().graph)) + bytes_of(linear().graph)
    yield "IR version twice", whole + b"\x08\x08"
    yield "unknown field", whole + b"\xf8\x3f\x01"
    yield "groups in groups", b"\x08\x08" + b"\x3b" * 1_000_000
    yield "messages in messages", _nested(200_000)
    yield "number without end", b"\x08" + b"\xff" * 100
    yield "length beyond the end", b"\x08\x08\x3a\xff\xff\xff\xff\x0f"
    yield "length beyond all numbers", b"\x08\x08\x3a" + b"\xff" * 9 + b"\x01"
    yield "three million parts", b"\x08\x08" + b"\x42\x00" * 3_000_000
    yield "name that is not UTF-8", whole.replace(b"Sigmoid", b"Sig\xff\xfeid")
    yield "chance", bytes(np.random.default_rng(3).integers(0, 256, 100_000, dtype=np.uint8))
    for seed in range(6):
        flipped = bytearray(whole)
        generator = np.random.default_rng(seed)
        for at in generator.integers(0, len(flipped), 12):
            flipped[at] ^= int(generator.integers(1, 256))
        yield f"bits flipped, {seed}", bytes(flipped)


def behaviour() -> Iterator[tuple[str, bytes]]:
    """Sound graphs whose answers are not."""
    nothing = helper.make_node("Log", ["negative"], ["s"])
    minus = helper.make_node("Sub", ["features", "far"], ["negative"])
    yield (
        "answers that are no numbers",
        using(linear(minus, nothing, tensors=(floats("far", [1], [1e6]),)), "s"),
    )
    yield (
        "answers beyond 1",
        bytes_of(
            model(
                helper.make_node("MatMul", ["features", "w"], ["z"]),
                helper.make_node("Exp", ["z"], ["p"]),
                tensors=(floats("w", [4, 1], [9] * 4),),
            )
        ),
    )
    whole = helper.make_node("ReduceMean", ["features"], ["p"], keepdims=1)
    yield "one answer for all rows", bytes_of(model(whole))
    slow = [helper.make_node("MatMul", ["features" if not at else f"m{at - 1}", "big" if at else "first"], [f"m{at}"]) for at in range(300)]  # fmt: skip
    heavy = (TensorProto(name="first", data_type=1, dims=[4, 2_000], raw_data=bytes(32_000)), TensorProto(name="big", data_type=1, dims=[2_000, 2_000], raw_data=bytes(16_000_000)))  # fmt: skip
    yield "a thousand rows that take minutes", using(linear(*slow, tensors=heavy), "m299", weights=2_000)


def _length(data: bytes) -> bytes:
    left, out = len(data), bytearray()
    while left > 0x7F:
        out.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes(out) + bytes([left])


def _nested(depth: int) -> bytes:
    """Graph → node → attribute → graph …, as deep as that many bytes allow."""
    data = b""
    for level in range(depth // 4):
        if len(data) > 4_000_000:
            break
        tag = (b"\x0a", b"\x2a", b"\x32")[level % 3]
        data = tag + _length(data) + data if level % 50 == 0 else tag + _length(data[:1_000]) + data[:1_000]
    return b"\x08\x08\x3a" + _length(data) + data
