"""What a child gives up before it looks at bytes of a stranger: memory, time, files, network, other processes.

Limits of the kernel bound memory, CPU, files and their size. A seccomp filter then lets through only what computing
needs, on descriptors that are open already; opening a file, a socket or a process fails with EPERM from there on, in every
thread and whatever code runs. Where the kernel or processor has no such filter, the limits alone remain.
Source: seccomp(2), Linux v6 include/uapi/linux/seccomp.h and filter.h, arch/x86/entry/syscalls/syscall_64.tbl.
"""

import ctypes
import math
import os
import platform
import resource
import struct
import sys

MEMORY_BYTES_MAX = 3 << 29
CPU_S_MAX = 4
FILES_MAX = 16

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _ERRNO_EPERM, _KILL_PROCESS = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_LOAD_WORD, _JUMP_EQUAL, _JUMP_LESS, _RETURN = 0x20, 0x15, 0x35, 0x06  # 0x35 is JGE
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_X32_BIT = 0x40000000

# read, write, close, fstat, lseek, poll; memory; signals to itself; clocks; ids; exit.
_X86_64 = (
    0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 35, 39, 60, 96, 98, 131, 186, 201, 202, 204, 228,
    229, 230, 231, 271, 309, 318, 334,
)  # fmt: skip
_AARCH64 = (
    63, 64, 57, 80, 62, 73, 222, 226, 215, 214, 134, 135, 139, 65, 66, 124, 216, 233, 101, 172, 93, 169, 165, 132, 178,
    98, 123, 113, 114, 115, 94, 168, 278, 293,
)  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def enter(*, memory_bytes: int = MEMORY_BYTES_MAX, cpu_s: int = CPU_S_MAX) -> bool:
    """Give everything up, for good. Returns: whether the system call filter is in force, besides the limits."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s += math.ceil(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES_MAX, FILES_MAX))
    os.umask(0o777)
    return _filter_system_calls()


def _filter_system_calls() -> bool:
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    program = _program(*machine)
    held = _Program(len(program) // 8, program)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(held), 0, 0)


def _program(architecture: int, allowed: tuple[int, ...]) -> bytes:
    """BPF: another architecture or x32 is killed, what is listed runs, all else fails with EPERM."""
    lines = [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD_WORD, 0, 0, _NUMBER_AT),
        (_JUMP_LESS, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL_PROCESS),
    ]
    for number in allowed:
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    lines.append((_RETURN, 0, 0, _ERRNO_EPERM))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
