"""The two sides of bench.sdk, in one process of the SDK's environment. Prints a line of JSON for each round."""

import itertools
import json
import os
import sys
import time
from collections.abc import Callable

import httpx

from countermark_client import Client

_WARM = 50
_PATH = "/api/v1/inference/churn-score"


def main(rounds: int, calls: int) -> None:
    url, key = os.environ["COUNTERMARK_BASE_URL"], os.environ["COUNTERMARK_API_KEY"]
    numbers = itertools.count()
    with Client() as client, httpx.Client(base_url=url, headers={"X-API-Key": key}) as bare:

        def face() -> None:
            assert client.inference.churn_score(customer_id=f"customer-{next(numbers) % 200}").id

        def plain() -> None:
            answer = bare.post(_PATH, json={"customer_id": f"customer-{next(numbers) % 200}"})
            answer.raise_for_status()
            assert answer.json()["id"]

        sides = {"face": face, "bare": plain}
        for _ in range(_WARM):
            face()
            plain()
        for _ in range(rounds):
            print(json.dumps(_round(sides, calls)), flush=True)


def _round(sides: dict[str, Callable[[], None]], calls: int) -> dict[str, list[float]]:
    """Milliseconds of each call. Which side goes first alternates."""
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for pair in range(calls):
        for side in sorted(sides, reverse=pair % 2 == 0):
            began = time.perf_counter()
            sides[side]()
            taken[side].append((time.perf_counter() - began) * 1000)
    return taken


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
