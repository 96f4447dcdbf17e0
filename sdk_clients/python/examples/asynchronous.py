"""Many decisions at once, by one client."""

import asyncio

from countermark_client import AsyncClient


async def main() -> None:
    async with AsyncClient() as client:
        asked = (client.inference.churn_score(customer_id=f"cust_{number}") for number in range(20))
        decisions = await asyncio.gather(*asked)
        print(len(decisions), "decisions,", {each.outcome for each in decisions})
        count = 0
        async for line in client.decisions.list(use_case="churn-score", limit=10):
            count += line.use_case == "churn-score"
        print(count, "listed")


asyncio.run(main())
