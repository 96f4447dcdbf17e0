"""The same question over REST and over gRPC. Needs the extra `grpc`; COUNTERMARK_GRPC is host and port."""

import asyncio
import os

from countermark_client import Client, InvalidRequest
from countermark_client.rpc import AsyncGrpcClient, GrpcClient

TARGET = os.environ.get("COUNTERMARK_GRPC", "127.0.0.1:8081")


async def asynchronously() -> str:
    async with AsyncGrpcClient(TARGET, secure=False) as client:
        return (await client.inference.churn_score(customer_id="cust_9")).outcome


with Client() as rest, GrpcClient(TARGET, secure=False) as rpc:
    there = rest.inference.churn_score(customer_id="cust_9")
    here = rpc.inference.churn_score(customer_id="cust_9")
    print(
        here.id, here.outcome, "as over REST:", here.outcome == there.outcome == asyncio.run(asynchronously())
    )
    if (here.answer, here.reasons, here.model) != (there.answer, there.reasons, there.model):
        raise SystemExit(f"the faces differ: {here} {there}")
    for wrong in ({"customer_id": "x" * 1000}, {"nobody_knows_this": 1}):
        try:
            rpc.inference.churn_score(wrong)
        except InvalidRequest as error:
            print(error.status, error.code, "-", error.fix)
