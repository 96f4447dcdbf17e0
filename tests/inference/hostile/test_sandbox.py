"""What the child gives up stays given up, whatever code runs in it afterwards."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest
from onnx import TensorProto

from tests.inference.hostile.files import CANARY
from tests.inference.hostile.watching import watched
from tests.inference.uploads.graphs import linear

PREPARE = "import os, socket, subprocess, sys, ctypes, onnxruntime; from core import sandbox; "
FORBIDDEN = {
    "read a file": "open(sys.argv[1]).read()",
    "write a file": "open(sys.argv[1] + '.new', 'w').write('x')",
    "list a folder": "os.listdir('/')",
    "look at a file": "os.stat(sys.argv[1])",
    "remove a file": "os.unlink(sys.argv[1])",
    "open a socket": "socket.socket()",
    "open a local socket": "socket.socket(socket.AF_UNIX)",
    "start a process": "os.fork()",
    "run a program": "os.execv('/bin/true', ['true'])",
    "send a signal": "os.kill(os.getppid(), 0)",
    "look into another process": "ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0) and (_ for _ in ()).throw(PermissionError())",
    "change the folder": "os.chdir('/')",
    "ask for more": "__import__('resource').setrlimit(7, (64, 64))",
}

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="system calls are filtered on Linux, on x86-64 and ARM64",
)


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PREPARE + code, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={"ORT_DISABLE_TELEMETRY": "1"}
    )


@pytest.mark.parametrize("action", FORBIDDEN)
def test_nothing_outside_can_be_reached(action: str, tmp_path: Path) -> None:
    """Files, sockets, processes and limits are out of reach once the child has entered."""
    secret = tmp_path / "secret"
    secret.write_text(CANARY)
    code = f"""
assert sandbox.enter()
try:
    {FORBIDDEN[action]}
except (PermissionError, ValueError, OSError) as error:
    os.write(1, type(error).__name__.encode())
else:
    os.write(1, b"done")
"""
    done = run("pass\n" + code, str(secret))
    assert done.stdout in {"PermissionError", "ValueError"}, (done.stdout, done.stderr)
    assert secret.exists()


def test_memory_and_time_end() -> None:
    """A gigabyte and a half is all there is, and a few seconds of CPU."""
    greedy = run(
        "sandbox.enter()\ntry:\n    held = bytearray(1 << 31)\nexcept MemoryError:\n    os.write(1, b'no')"
    )
    assert greedy.stdout == "no"
    endless = run("sandbox.enter()\nwhile True: pass")
    assert endless.returncode < 0


def test_the_runtime_alone_would_read_the_canary_and_in_the_sandbox_cannot(tmp_path: Path) -> None:
    """Without our guard ONNX Runtime follows a hard link out of the model's folder; the filter stops even that."""
    secret, link = tmp_path / "secret", tmp_path / "models" / "weights.bin"
    secret.write_bytes(bytes(16))
    link.parent.mkdir()
    link.hardlink_to(secret)
    made = linear()
    made.graph.initializer[0].Clear()
    made.graph.initializer[0].CopyFrom(
        TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4, 1], data_location=TensorProto.EXTERNAL)
    )
    for key, content in (("location", link.name), ("offset", "0"), ("length", "16")):
        made.graph.initializer[0].external_data.add(key=key, value=content)
    path = link.parent / "score.onnx"
    path.write_bytes(made.SerializeToString())
    load = """
held = open(sys.argv[1], 'rb').read()
os.chdir(os.path.dirname(sys.argv[1]))
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
{enter}
try:
    onnxruntime.InferenceSession(held, options, providers=['CPUExecutionProvider'], enable_fallback=False)
    os.write(1, b'loaded')
except BaseException as error:
    os.write(1, b'refused: ' + str(error)[:1000].encode())
"""
    with watched(secret) as watch:
        assert run("pass" + load.format(enter=""), str(path)).stdout == "loaded"
        assert watch.touched()
        refused = run("pass" + load.format(enter="sandbox.enter()"), str(path)).stdout
        assert refused.startswith("refused")
        assert "Operation not permitted" in refused
        assert not watch.touched()
