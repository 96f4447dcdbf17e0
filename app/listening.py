"""The last moment of a listening socket: newcomers stop arriving before it closes, so that nobody is cut off in its queue.

Closing a listening socket resets every connection that the kernel has accepted and the process has not: their requests
may be sent already. Linux can drop the SYN packets of newcomers instead; they try again a second later and then find
the socket closed, or its successor open.
"""

import contextlib
import ctypes
import os
import pathlib
import socket
import struct

_SO_ATTACH_FILTER = 26  # not in `socket`: asm-generic/socket.h
_FLAGS_AT, _SYN = 13, 0x02  # of the TCP header, where a filter of a TCP socket begins to read
# Classic BPF (linux/filter.h): load the flags; SYN set: keep 0 bytes of the packet, otherwise all of it.
_DROP_SYN = (
    (0x30, 0, 0, _FLAGS_AT),
    (0x45, 0, 1, _SYN),
    (0x06, 0, 0, 0),
    (0x06, 0, 0, 0xFFFF_FFFF),
)
_FD_FOLDER = pathlib.Path("/proc/self/fd")


def turn_newcomers_away(port: int) -> bool:
    """Let no new connection reach this process's socket that listens on `port`; those under way are completed.

    Returns: whether it could be done; elsewhere than on Linux it cannot.
    """
    found = False
    for entry in _FD_FOLDER.iterdir() if _FD_FOLDER.is_dir() else ():
        with contextlib.suppress(OSError):  # another thread closed this one meanwhile
            if entry.is_socket():
                found |= _turn_away(int(entry.name), port)
    return found


def _turn_away(descriptor: int, port: int) -> bool:
    with socket.socket(fileno=os.dup(descriptor)) as duplicate:
        if not _listens(duplicate, port):
            return False
        _attach(duplicate)
        return True


def _listens(candidate: socket.socket, port: int) -> bool:
    if candidate.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    listening = candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    return bool(listening) and candidate.getsockname()[1] == port


def _attach(listener: socket.socket) -> None:
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in _DROP_SYN))
    program = struct.pack("HP", len(_DROP_SYN), ctypes.addressof(code))
    listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
