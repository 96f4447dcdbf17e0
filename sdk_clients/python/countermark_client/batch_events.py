"""What a watched batch tells."""

from __future__ import annotations

from dataclasses import dataclass

from countermark_client._core.models.batch_view import BatchView


@dataclass(frozen=True)
class BatchEvent:
    """A change of a batch. name: `progress`, and last its final state. id: the batch's revision."""

    name: str
    id: str
    batch: BatchView
