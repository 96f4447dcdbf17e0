"""What anchoring costs: gas and money a year, time until an anchor is in a block and confirmed, and decisions meanwhile.

Gas is measured on anvil with the committed contract, for a super-log of a year of ten-minute epochs. Throughput is of one
service that anchors as often as it goes, several times a minute: turns alternate between the anchoring process
running and stopped by a signal, so that everything else is the same. A turn is as long as the process sleeps between two looks:
what it puts off while it is stopped would else count in full when it runs. The service has every processor, the client one.
"""

import argparse
import asyncio
import contextlib
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import asyncpg
from eth_account import Account
from hexbytes import HexBytes

from app import databases
from app.launch import RunningService, environment, running
from app.scratch import scratch
from app.settings import from_environment
from bench import sandbox
from bench.anvil import CHAIN_ID, Anvil, running_anvil
from bench.load import LoadPlan, post
from bench.load import run as run_load
from bench.targets import CLIENT_CPU, cpu_s
from ledger.adapters.deploying import deploy_log_anchor
from ledger.adapters.ethereum import Endpoint, Ethereum, close, endpoint
from ledger.anchoring.chain import AnchorCall, Fees
from ledger.verifier import merkle

EPOCHS_A_YEAR = 365 * 144
ETHER_DOLLARS = 3_000
"""Assumed, for the table of costs."""
GWEI = 10**9
FEES_GWEI = (1, 5, 20)
CADENCES = {"daily": 365, "hourly": 8_760, "every 10 minutes": EPOCHS_A_YEAR}
STEPS = {"daily": 144, "hourly": 6, "every 10 minutes": 1}
GAS_MAX = 100_000
BLOCK_S = 12
CONFIRMATIONS = 12
IN_FLIGHT = 16
ROUNDS, SECONDS = 60, 3.0
RATIO_MIN = 0.97
TIMED, TIMES_S_MAX = 6, 180.0
_TIMES = """
SELECT extract(epoch FROM mined_at - submitted_at)::float8 AS mined,
    extract(epoch FROM confirmed_at - submitted_at)::float8 AS confirmed
FROM ledger_anchor WHERE state = 'confirmed'
"""
USE_CASE = "transaction-anomaly"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each half of a round")
    arguments = parser.parse_args()
    with scratch("anchor-gas") as folder, running_anvil(folder) as node:
        gas = asyncio.run(gas_by_cadence(node))
    print_costs(gas)
    with scratch("anchor") as folder, running_anvil(folder, block_s=1) as node, service(node, folder) as ours:
        os.sched_setaffinity(0, CLIENT_CPU)
        headers = [("Authorization", f"Bearer {sandbox.prepare(ours, None)}")]
        asyncio.run(print_times(ours))
        ratio = throughput(ours, headers, arguments.rounds, arguments.seconds)
    worst = max(max(found) for found in gas.values())
    print(f"\ngas of the dearest anchor with its proof  {worst:>10,}   (at most {GAS_MAX:,})")
    print(f"decisions with anchoring, of without      {ratio:>10.3f}   (at least {RATIO_MIN})")
    return 0 if worst <= GAS_MAX and ratio >= RATIO_MIN else 1


async def gas_by_cadence(node: Anvil) -> dict[str, list[int]]:
    """Anchor at the end of a year, where proofs are longest, in each cadence."""
    leaves = [merkle.leaf_hash(number.to_bytes(8)) for number in range(EPOCHS_A_YEAR)]
    opened = endpoint(node.url)
    try:
        return {name: await _gas(node, opened, leaves, step) for name, step in STEPS.items()}
    finally:
        await close([opened])


async def _gas(node: Anvil, opened: Endpoint, leaves: list[bytes], step: int) -> list[int]:
    account = Account.create()
    node.fund(account.address)
    node.ask("evm_setAutomine", True)
    contract = bytes(HexBytes(await deploy_log_anchor(opened, bytes(account.key), CHAIN_ID)))
    chain = Ethereum([opened], CHAIN_ID, contract, bytes(account.key), 1)
    used: list[int] = []
    before = 0
    for epoch in range(EPOCHS_A_YEAR - 12 * step, EPOCHS_A_YEAR + 1, step):
        proof = merkle.consistency_proof(leaves[:epoch], before) if before else []
        call = AnchorCall(
            epoch=epoch,
            root=merkle.root(leaves[:epoch]),
            bundle_digest=os.urandom(32),
            consistency=tuple(proof),
        )
        seen = await chain.look([])
        signed = chain.sign(call, seen.next_nonce, Fees(100 * GWEI, GWEI), 2 * await chain.gas_for(call))
        await chain.send(signed.raw)
        receipt = (await chain.look([signed.tx_hash])).receipts[signed.tx_hash]
        assert receipt.succeeded
        if before:
            used.append(receipt.gas_used)
        before = epoch
    return used


def print_costs(gas: dict[str, list[int]]) -> None:
    print(f"an anchor after a year of {EPOCHS_A_YEAR:,} epochs; ether at ${ETHER_DOLLARS:,} (assumed)")
    print(
        f"{'':18}{'gas, median (most)':>22}"
        + "".join(f"{f'$ a year at {fee} gwei':>22}" for fee in FEES_GWEI)
    )
    for name, used in gas.items():
        median = statistics.median(used)
        costs = [median * fee / 1e9 * ETHER_DOLLARS * CADENCES[name] for fee in FEES_GWEI]
        spread = f"{median:,.0f} ({max(used):,})"
        print(f"{name:18}{spread:>22}" + "".join(f"{cost:>22,.0f}" for cost in costs))


@contextlib.contextmanager
def service(node: Anvil, folder: pathlib.Path) -> Iterator[RunningService]:
    """Run the service with an epoch and an anchor every two seconds."""
    variables = environment(
        folder / "data",
        extra={
            "COUNTERMARK_CHAIN_RPC_URLS": node.url,
            "COUNTERMARK_CHAIN_ID": str(CHAIN_ID),
            "COUNTERMARK_CHAIN_CONFIRMATIONS": str(CONFIRMATIONS),
            "COUNTERMARK_CHAIN_ANCHOR_EVERY_S": "2",
            "COUNTERMARK_EPOCH_EVERY_S": "2",
        },
    )
    with running(variables):
        node.fund(command(variables, "chain", "key"))
        name, _, contract = command(variables, "chain", "deploy").partition("=")
    with running(variables | {name: contract}) as started:
        yield started


def command(variables: dict[str, str], *arguments: str) -> str:
    made = subprocess.run(
        [sys.executable, "-m", "app.cli.main", *arguments],
        env=variables, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return made.stdout.strip()


def anchoring_process(ours: RunningService) -> int:
    """The process id of the service's `app.anchorer`: a grandchild of the supervisor."""
    listing = subprocess.run(
        ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    workers = {row[0] for row in rows if row[1] == str(ours.pid)}
    return next(int(row[0]) for row in rows if row[1] in workers and "app.anchorer" in row[2])


def throughput(ours: RunningService, headers: list[tuple[str, str]], rounds: int, seconds: float) -> float:
    """Decisions with anchoring on, of those in the same time with it stopped: the median of rounds, since neighbours come and go."""
    bodies = sandbox.payment_questions(4_096)
    requests = [post(f"/api/v1/inference/{USE_CASE}", body, headers) for body in bodies]
    plan = LoadPlan(
        host="127.0.0.1", port=ours.rest_port, requests=requests, connections=IN_FLIGHT, duration_s=seconds
    )
    pid = anchoring_process(ours)
    run_load(plan)
    rates: dict[str, list[float]] = {"on": [], "off": []}
    used_s = spent_s = 0.0
    for number in range(rounds):
        order = ("on", "off") if number % 2 == 0 else ("off", "on")
        for state in order:
            os.kill(pid, signal.SIGCONT if state == "on" else signal.SIGSTOP)
            time.sleep(0.3)
            before, began = cpu_s([pid]), time.monotonic()
            result = run_load(plan)
            if state == "on":
                used_s, spent_s = used_s + cpu_s([pid]) - before, spent_s + time.monotonic() - began
            assert set(result.statuses) == {200}, result
            rates[state].append(result.requests_s)
        os.kill(pid, signal.SIGCONT)
    print(
        f"\ndecisions, {IN_FLIGHT} in flight, {rounds} rounds of {seconds:g} s each; medians (least to most)"
    )
    for state, name in (("on", "anchoring as often as it goes"), ("off", "anchoring process stopped")):
        several = rates[state]
        print(f"{name:30}{statistics.median(several):>10,.0f}/s ({min(several):,.0f}-{max(several):,.0f})")
    print(f"the anchoring process took {100 * used_s / spent_s:.1f} % of a processor meanwhile")
    ratios = [on / off for on, off in zip(rates["on"], rates["off"], strict=True)]
    quarters = statistics.quantiles(ratios)
    print(f"ratio by round: quarters at {quarters[0]:.3f}, {quarters[1]:.3f} and {quarters[2]:.3f}")
    return statistics.median(ratios)


async def print_times(ours: RunningService) -> None:
    """From signing to the block and to confirmation, as the service wrote them down; blocks here take one second."""
    settings = from_environment(environment(ours.data_dir, rest_port=ours.rest_port))
    connection = await asyncpg.connect(databases.app_url(settings))
    deadline = time.monotonic() + TIMES_S_MAX
    try:
        while len(rows := await connection.fetch(_TIMES)) < TIMED:
            if time.monotonic() > deadline:
                raise SystemExit(f"only {len(rows)} anchors were confirmed in {TIMES_S_MAX:.0f} s")
            await asyncio.sleep(1.0)
    finally:
        await connection.close()
    mined, confirmed = ([float(row[name]) for row in rows] for name in ("mined", "confirmed"))
    print(
        f"\n{len(rows)} anchors confirmed at blocks of 1 s, {CONFIRMATIONS} of them; as the process looks (every 3 s, then every 15):"
    )
    print(f"{'seen in a block after':30}{statistics.median(mined):>10.1f} s (most {max(mined):.1f})")
    print(f"{'confirmed after':30}{statistics.median(confirmed):>10.1f} s (most {max(confirmed):.1f})")
    print(
        f"on a chain of {BLOCK_S} s a block: in the next block or two ({BLOCK_S}-{2 * BLOCK_S} s), "
        f"confirmed {(CONFIRMATIONS - 1) * BLOCK_S} s later"
    )


if __name__ == "__main__":
    sys.exit(main())
