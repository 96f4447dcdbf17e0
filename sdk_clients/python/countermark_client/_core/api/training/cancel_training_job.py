# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.training_job_view import TrainingJobView
from ...types import UNSET, Unset


def request(
    job_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/training-jobs/{job_id}/cancel".format(
            job_id=quote(str(job_id), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> TrainingJobView:
    """What the answer says."""
    try:
        response_200 = TrainingJobView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    job_id: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> TrainingJobView:
    """Cancel a training job"""
    return parsed(
        client.send(
            request(
                job_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    job_id: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> TrainingJobView:
    """Cancel a training job"""
    return parsed(
        await client.send(
            request(
                job_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
