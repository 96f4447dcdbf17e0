"""Writes what the gRPC side of the client knows of its messages, from proto/: one set of descriptors, as protoc gives it.

No module of Python is generated: the messages live in a descriptor pool of their own, so that the server's stubs, or another
client's, may be in the same process.
"""

import subprocess
import sys
from pathlib import Path

import grpc_tools

ROOT = Path(__file__).resolve().parents[3]
PROTO = ROOT / "proto"
START = "countermark/inference/v1/inference.proto"


def write(folder: Path) -> None:
    """Compile the protos that decisions need into `folder`/descriptors.binpb."""
    folder.mkdir(parents=True)
    standard = Path(grpc_tools.__file__).parent / "_proto"
    command = [sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={PROTO}", f"--proto_path={standard}"]
    command += ["--include_imports", f"--descriptor_set_out={folder / 'descriptors.binpb'}", START]
    subprocess.run(command, check=True)
