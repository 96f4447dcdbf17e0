"""What computed a prediction: the runtime, its version and the class of the processor. Same mark, same bits."""

import functools
import importlib.metadata
import pathlib
import platform

_CPUINFO = pathlib.Path("/proc/cpuinfo")
# What ONNX Runtime and numpy choose their kernels by.
_FLAGS = ("avx512f", "avx2", "fma", "avx", "sse4_2", "asimd")


@functools.cache
def runtime_mark() -> str:
    """Return such as `onnxruntime 1.31.1; numpy 2.4.6; x86_64 avx2 fma avx sse4_2`."""
    versions = "; ".join(f"{name} {importlib.metadata.version(name)}" for name in ("onnxruntime", "numpy"))
    return f"{versions}; {platform.machine()} {' '.join(_cpu_flags())}".strip()


def _cpu_flags() -> list[str]:
    try:
        words = set(_CPUINFO.read_text().split())
    except OSError:
        return []
    return [flag for flag in _FLAGS if flag in words]
