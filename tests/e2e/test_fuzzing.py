"""The whole document against the running product: generated requests, good and bad, with a fixed seed."""

import asyncio
import pathlib
import sys

from tests.product import Product, party

CONFIG = pathlib.Path(__file__).with_name("schemathesis.toml")
TIMEOUT_S = 600


async def test_no_server_error_and_no_undocumented_answer(running: Product, tmp_path: pathlib.Path) -> None:
    """Whatever is sent, no operation fails on our side or answers what the document does not say."""
    fuzzed = await party(running.services, "Fuzzed Bank")  # of its own: the fuzzer revokes what it finds
    base = str(running.rest.base_url).rstrip("/")
    command = [
        str(pathlib.Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG), "run",
        f"{base}/openapi.json", "--url", base, "-H", f"X-API-Key: {fuzzed.sandbox_key}",
        "--phases", "examples,coverage,fuzzing", "--exclude-checks", "positive_data_acceptance", "--no-color",
        "--exclude-operation-id", "closeEnvironment",  # after it everything is refused, and nothing more would be tried
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await asyncio.wait_for(process.communicate(), TIMEOUT_S)
    assert process.returncode == 0, output.decode()[-20_000:]
