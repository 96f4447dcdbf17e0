"""What the contracts cost on a real EVM: `python -m bench.contracts` starts anvil, sends each transaction, prints gas and fees.

Fails (exit 1) where an anchor with a consistency proof of 12 hashes takes more than 100,000 gas.
"""

import sys

from bench.contract_costs import Costs, measure
from tests.contracts.anvil import running_anvil

ANCHOR_GAS_MAX = 100_000
ETHER_USD = 3_000
FEES_GWEI = (1, 5, 20)
CADENCES = (("daily", 365), ("hourly", 8_760), ("every 10 minutes", 52_560))


def main() -> int:
    with running_anvil() as chain:
        costs = measure(chain)
    print(f"Gas of each transaction on anvil, the committed bytecode; ETH at ${ETHER_USD:,} (assumed):\n")
    print(f"{'what':<64}{'gas':>10}{'proof':>7}" + "".join(f"{f'${fee} gwei':>10}" for fee in FEES_GWEI))
    for cost in costs.rows:
        fees = "".join(f"{dollars(cost.gas, fee):>10.2f}" for fee in FEES_GWEI)
        print(f"{cost.what:<64}{cost.gas:>10,}{cost.hashes or '':>7}{fees}")
    yearly(costs)
    print()
    if costs.anchor_12 > ANCHOR_GAS_MAX:
        print(f"An anchor with a proof of 12 hashes takes {costs.anchor_12:,} gas, above {ANCHOR_GAS_MAX:,}.")
        return 1
    print(f"An anchor with a proof of 12 hashes takes at most {costs.anchor_12:,} of {ANCHOR_GAS_MAX:,} gas.")
    return 0


def dollars(gas: float, gwei: int) -> float:
    return gas * gwei * 1e-9 * ETHER_USD


def yearly(costs: Costs) -> None:
    print(
        f"\nA year of anchors at {costs.anchor_mean:,.0f} gas each (mean of {costs.anchors}), ETH at ${ETHER_USD:,}:\n"
    )
    print(f"{'cadence':<20}{'anchors':>10}" + "".join(f"{f'{fee} gwei':>12}" for fee in FEES_GWEI))
    for name, times in CADENCES:
        fees = "".join(
            f"{'$' + format(times * dollars(costs.anchor_mean, fee), ',.0f'):>12}" for fee in FEES_GWEI
        )
        print(f"{name:<20}{times:>10,}{fees}")


if __name__ == "__main__":
    sys.exit(main())
