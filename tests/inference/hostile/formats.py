"""Content elsewhere, and what is not ONNX at all."""

import bz2
import gzip
import io
import lzma
import os
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from tests.inference.hostile.making import bytes_of, outside, with_tensor
from tests.inference.uploads.graphs import floats, integers, linear, value


class Evil:
    """A pickle of this runs a command when it is read."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self._target}.executed",)


def external(secret: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Tensors whose content is somewhere else."""
    symlink, hardlink = folder / "weights.bin", folder / "hard.bin"
    symlink.symlink_to(secret)
    os.link(secret, hardlink)
    places = {
        "absolute": str(secret),
        "parent": "../" * 12 + str(secret).lstrip("/"),
        "symlink": str(symlink),
        "hardlink": str(hardlink),
        "hardlink by name": hardlink.name,
        "current directory": "weights.bin",
        "empty": "",
        "proc": "/proc/self/environ",
        "device without end": "/dev/zero",
        "device that waits": "/dev/random",
        "in memory": "*/_ORT_MEM_ADDR_/*",
        "url": f"file://{secret}",
    }
    for name, place in places.items():
        yield f"external data: {name}", with_tensor(linear(), outside(place))
    constant = helper.make_node("Constant", [], ["extra"], value=outside(str(hardlink)))
    yield "external data: in an attribute", bytes_of(linear(constant))
    body = helper.make_graph([], "body", [], [value("y", 1)], initializer=[outside(str(secret))])
    yield (
        "external data: in a subgraph",
        bytes_of(linear(helper.make_node("If", ["c"], ["q"], then_branch=body, else_branch=body))),
    )
    sparse = helper.make_sparse_tensor(outside(str(secret)), integers("i", [0]), [4])
    hidden = linear()
    hidden.graph.sparse_initializer.append(sparse)
    yield "external data: in a sparse tensor", bytes_of(hidden)
    silent = outside(str(hardlink))
    silent.data_location = TensorProto.DEFAULT
    yield "external data: named, location said to be inside", with_tensor(linear(), silent)
    bare = floats("extra", [4], [0, 0, 0, 0])
    bare.data_location = TensorProto.EXTERNAL
    yield "external data: location said to be outside, none named", with_tensor(linear(), bare)


def other_formats(secret: Path) -> Iterator[tuple[str, bytes]]:
    """What is not ONNX, though people send it as a model."""
    inner = bytes_of(linear())
    yield "pickle", pickle.dumps(Evil(secret))
    yield "pickle, protocol 0", pickle.dumps(Evil(secret), protocol=0)
    yield "pickle, protocol 2", pickle.dumps(Evil(secret), protocol=2)
    yield "joblib, zlib", zlib.compress(pickle.dumps(Evil(secret)))
    yield "joblib, gzip", gzip.compress(pickle.dumps(Evil(secret)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../tmp/escaped.onnx", inner)
    yield "zip with a path upwards", buffer.getvalue()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Evil(secret)))
        archive.writestr("archive/version", "3")
    yield "TorchScript", buffer.getvalue()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("score.onnx", bytes(200_000_000))
    yield "zip bomb", buffer.getvalue()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        link = tarfile.TarInfo("score.onnx")
        link.type, link.linkname = tarfile.LNKTYPE, str(secret)
        tar.addfile(link)
    yield "tar with a hard link", buffer.getvalue()
    yield "gzip bomb", gzip.compress(bytes(200_000_000), 9)
    yield "bzip2", bz2.compress(inner)
    yield "xz", lzma.compress(inner)
    yield "zlib", zlib.compress(inner)
    yield "HDF5", b"\x89HDF\r\n\x1a\n" + bytes(500)
    header = b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    yield "safetensors", struct.pack("<Q", len(header)) + header + bytes(4)
    yield "TensorFlow Lite", b"\x1c\x00\x00\x00TFL3" + bytes(200)
    yield "LightGBM text", b"tree\nversion=v4\nnum_class=1\n"
    yield "XGBoost JSON", b'{"learner": {"objective": {"name": "binary:logistic"}}}'
    yield "a program", Path("/bin/true").read_bytes()[:4_000]
    yield "a script", b"#!/bin/sh\ntouch /tmp/executed\n"
    buffer = io.BytesIO()
    np.save(buffer, np.array([Evil(secret)], dtype=object), allow_pickle=True)
    yield "numpy with objects", buffer.getvalue()
    yield "empty", b""
