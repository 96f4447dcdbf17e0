"""Run the examples of the SDK in Java as their readers would, against a real server on a folder that is thrown away."""

import asyncio
import os
import subprocess
import sys

from app import launch, sandbox
from app.scratch import scratch
from app.settings import from_environment
from tenants.plans import PlanName
from tools.sdk_java import CLIENT, TARGET, tool, version

EXAMPLES = sorted(path.stem for path in (CLIENT / "examples").glob("*.java"))
TIMEOUT_S = 120


def run(example: str, variables: dict[str, str]) -> str:
    """Run one. Returns what it printed; ends the program where it failed or printed nothing."""
    jars = (
        TARGET / f"countermark-client-{version()}.jar",
        TARGET / "examples",
        TARGET / "lib" / "jackson.jar",
    )
    done = subprocess.run(
        [tool("java"), "-cp", os.pathsep.join(map(str, jars)), example],
        env=os.environ | variables, capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    if done.returncode or not done.stdout:
        sys.exit(f"{example} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    with scratch("sdk-java") as folder:
        variables = launch.environment(folder / "data")
        with launch.running(variables) as service:
            made = asyncio.run(sandbox.create(from_environment(variables), "Java", PlanName.UNMETERED))
            known = {
                "COUNTERMARK_BASE_URL": f"http://127.0.0.1:{service.rest_port}",
                "COUNTERMARK_API_KEY": made.key,
            }
            for example in EXAMPLES:
                print(
                    f"{example}\n  {run(example, known).rstrip().replace(chr(10), chr(10) + '  ')}",
                    flush=True,
                )
    print(f"java: {len(EXAMPLES)} examples ran, as they are written")


if __name__ == "__main__":
    main()
