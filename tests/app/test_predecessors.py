"""A supervisor that follows one that was killed waits for its children's ports, and for nobody else's."""

import asyncio
import pathlib
import socket
import subprocess
import sys

import pytest

from app.launch import free_port
from app.predecessors import children_lock, take_over
from app.settings import ServerSettings
from core.errors import PortTaken

HOLDER = """
import socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    print("listening", flush=True)
    sys.stdin.read()
"""


def holder(port: int, lock: int) -> "subprocess.Popen[bytes]":
    """A child of a killed supervisor: it listens until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(lock,),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"listening\n"
    return process


async def test_a_predecessors_children_are_waited_for(tmp_path: pathlib.Path) -> None:
    """The port of a child that still ends is free when the next supervisor goes on."""
    server = ServerSettings(rest_port=free_port(), grpc_port=free_port())
    with children_lock(tmp_path) as before:
        take_over(before, server)
        left = holder(server.rest_port, before)
    with left, children_lock(tmp_path) as lock:
        waiting = asyncio.create_task(asyncio.to_thread(take_over, lock, server))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        assert left.stdin is not None
        left.stdin.close()
        await asyncio.wait_for(waiting, 60)


def test_somebody_elses_port_is_refused_at_once(tmp_path: pathlib.Path) -> None:
    """Nothing of ours is left: who listens there will not end by itself."""
    with socket.create_server(("127.0.0.1", 0)) as other, children_lock(tmp_path) as lock:
        server = ServerSettings(rest_port=other.getsockname()[1], grpc_port=free_port())
        with pytest.raises(PortTaken):
            take_over(lock, server)
