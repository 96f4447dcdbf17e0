"""What a watched batch tells."""

from __future__ import annotations

import json
from dataclasses import dataclass

from countermark_client._core.models.batch_view import BatchView
from countermark_client.errors import ConnectionFailed
from countermark_client.events import ServerEvent


@dataclass(frozen=True)
class BatchEvent:
    """A change of a batch. name: `progress`, and last its final state. id: the batch's revision."""

    name: str
    id: str
    batch: BatchView


def batch_event(event: ServerEvent) -> BatchEvent:
    """Read one event of a stream. Raises: ConnectionFailed where it tells of no batch: somebody else is writing the stream."""
    try:
        batch = BatchView.from_dict(json.loads(event.data))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ConnectionFailed("an event of the stream is no batch") from error
    return BatchEvent(event.name, event.id, batch)
