"""The first and the last moment of a listening socket.

First: whether the addresses can be had is seen before anything starts, with the name of the setting to change.
Last: newcomers stop arriving before it closes, so that nobody is cut off in its queue. Closing a listening socket resets every connection that the kernel has accepted and the process has not: their requests
may be sent already. Linux can drop the SYN packets of newcomers instead; they try again a second later and then find
the socket closed, or its successor open.
"""

import contextlib
import ctypes
import errno
import os
import pathlib
import socket
import struct

from app.settings import PREFIX, ServerSettings, SettingInvalid
from core.errors import PortTaken

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


def check_addresses(server: ServerSettings) -> None:
    """A second gRPC server would not fail on a taken port but share it, and take half the calls.

    Raises: PortTaken; SettingInvalid where this machine has no such address.
    """
    for variable, port in (("REST_PORT", server.rest_port), ("GRPC_PORT", server.grpc_port)):
        try:
            _bind(server.host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(f"Something else listens on {PREFIX}{variable}, {port}.") from error
            name = variable if error.errno == errno.EACCES else "HOST"
            raise SettingInvalid(
                f"{PREFIX}{name}: {server.host}:{port} cannot be listened on: {error.strerror}."
            ) from error


def _bind(host: str, port: int) -> None:
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    ):
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind(address)


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
