"""Real model servers as child processes: a tritonserver out of nvidia-pytriton's wheel, and MLServer."""

import asyncio
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import msgspec

from app.launch import free_port

ROOT = pathlib.Path(__file__).parents[2]
TRITON_VENV = ROOT / ".venv-triton"
MLSERVER_VENV = ROOT / ".venv-bench"
_PACKAGES = f"lib/python{sysconfig.get_python_version()}/site-packages"
_START_S = 90.0
_SHARED_MEMORY = pathlib.Path("/dev/shm")
_TEMPORARY = pathlib.Path("/tmp")


class ModelServerProcess:
    """A server that can be killed and started again on the same ports."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        http_port: int,
        grpc_port: int,
        log: pathlib.Path,
        shared: str = "",
    ) -> None:
        """shared: how its segments of shared memory are called, which it leaves behind when it is killed."""
        self.http_url = f"http://127.0.0.1:{http_port}"
        self.grpc_url = f"grpc://127.0.0.1:{grpc_port}"
        self.repository = log.parent
        self._command = command
        self._environment = environment
        self._log = log
        self._shared = shared
        self._process: subprocess.Popen[bytes] | None = None
        self._made: set[pathlib.Path] = set()

    def start(self) -> None:
        """Start it and wait until it is ready."""
        before = self._made_by_backends()
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._log.parent,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{self._command[0]} did not start:\n{self._log.read_text()[-4_000:]}")
            time.sleep(0.05)
        self._made = self._made_by_backends() - before

    @staticmethod
    def _made_by_backends() -> set[pathlib.Path]:
        """Empty folders that Triton's Python backend makes at its start, and leaves behind when it is killed."""
        return set(_TEMPORARY.glob("python_env_*"))

    def stop(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it with all its children."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None
        if self._shared:
            for segment in _SHARED_MEMORY.glob(f"{self._shared}*"):
                segment.unlink(missing_ok=True)
            for folder in self._made:
                with contextlib.suppress(OSError):
                    folder.rmdir()

    def pause(self) -> None:
        """Freeze it: connections stay, nothing answers."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.http_url}/v2/health/ready", timeout=1) as answer:
                return int(answer.status) == 200
        except (OSError, urllib.error.URLError):
            return False


@contextlib.contextmanager
def triton(repository: pathlib.Path, work: pathlib.Path) -> Iterator[ModelServerProcess]:
    """Run a tritonserver, whose only backend is Python's. It loads what it is asked to, and nothing at its start."""
    prefix = pathlib.Path(sys.base_prefix)
    packages = TRITON_VENV / _PACKAGES
    server = packages / "pytriton/tritonserver"
    backends = work / "backends"
    shutil.copytree(server / "backends", backends)
    stub = backends / "python/triton_python_backend_stub"
    version = sysconfig.get_python_version()
    shutil.copy(server / f"python_backend_stubs/{version}/triton_python_backend_stub", stub)
    stub.chmod(0o755)
    http, grpc, metrics = free_port(), free_port(), free_port()
    shared = f"countermark_tests_{os.getpid()}_{http}_"
    command = [
        str(server / "bin/tritonserver"),
        f"--model-repository={repository}",
        f"--backend-directory={backends}",
        f"--backend-config=python,shm-region-prefix-name={shared}",
        "--http-address=127.0.0.1", f"--http-port={http}",
        "--grpc-address=127.0.0.1", f"--grpc-port={grpc}",
        "--metrics-address=127.0.0.1", f"--metrics-port={metrics}",
        "--model-control-mode=explicit",
        "--exit-on-error=false",
    ]  # fmt: skip
    # The backend's stub is linked to libpython and takes no PYTHONPATH; it finds its packages by the first python3 there is.
    environment = {
        "PATH": f"{TRITON_VENV / 'bin'}:{os.environ['PATH']}",
        "LD_LIBRARY_PATH": f"{prefix / 'lib'}:{packages / 'nvidia_pytriton.libs'}",
    }
    yield from _running(ModelServerProcess(command, environment, http, grpc, work / "triton.log", shared))


@contextlib.contextmanager
def mlserver(repository: pathlib.Path, work: pathlib.Path) -> Iterator[ModelServerProcess]:
    http, grpc = free_port(), free_port()
    settings = {
        "host": "127.0.0.1", "http_port": http, "grpc_port": grpc, "parallel_workers": 0,
        "metrics_endpoint": None, "debug": False, "use_structured_logging": False,
    }  # fmt: skip
    (repository / "settings.json").write_bytes(msgspec.json.encode(settings))
    command = [str(MLSERVER_VENV / "bin/mlserver"), "start", str(repository)]
    environment = {"PATH": f"{MLSERVER_VENV / 'bin'}:{os.environ['PATH']}", "HOME": str(work)}
    yield from _running(ModelServerProcess(command, environment, http, grpc, work / "mlserver.log"))


def _running(process: ModelServerProcess) -> Iterator[ModelServerProcess]:
    try:
        process.start()
        yield process
    finally:
        process.stop()


class ProcessRig:
    """A server process, as the contracts want to harm it."""

    def __init__(self, process: ModelServerProcess) -> None:
        self.process = process

    async def kill(self) -> None:
        await asyncio.to_thread(self.process.stop)

    async def start(self) -> None:
        await asyncio.to_thread(self.process.start)

    def pause(self) -> None:
        self.process.pause()

    def resume(self) -> None:
        self.process.resume()
