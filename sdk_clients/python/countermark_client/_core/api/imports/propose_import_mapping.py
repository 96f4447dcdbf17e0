# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller, Content
from ...models.import_mapping_proposal import ImportMappingProposal


def request(
    *,
    body: Content,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/import-mappings/propose",
        content=body,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ImportMappingProposal:
    """What the answer says."""
    try:
        response_200 = ImportMappingProposal.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: Content,
    timeout_s: float | None = None,
) -> ImportMappingProposal:
    """Propose a mapping from a sample"""
    return parsed(
        client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: Content,
    timeout_s: float | None = None,
) -> ImportMappingProposal:
    """Propose a mapping from a sample"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
