"""Which row a decision explained that scored several: not stored, so it is found as it was then, by scoring them again."""

from collections.abc import Mapping
from uuid import UUID

import asyncpg
import numpy as np

from inference import answers
from inference.artefacts import LoadedVersion
from inference.catalogue import UseCase
from inference.predictions import predict_many


class ExplainedRows:
    """Implements `trying.Several`. versions: those that scored the decisions, opened."""

    def __init__(self, use_case: UseCase, versions: Mapping[UUID, LoadedVersion]) -> None:
        self._use_case = use_case
        self._versions = versions

    def __call__(self, row: asyncpg.Record, written: bytes) -> int:
        """Milliseconds a decision: only rules that read features of questions with several rows come here."""
        version = self._versions[row["version_id"]]
        payload = answers.decode_payload(self._use_case, written)
        values = np.array(
            [np.nan if value is None else value for value in payload.features], dtype=np.float32
        )
        prediction = predict_many([version], [values.reshape(-1, len(version.features))])[0]
        if prediction is None or not prediction.rows:
            return 0
        event = payload.facts.event if version.manifest.inputs == "facts" else None
        kind, classes = self._use_case.kind, version.manifest.classes
        return kind.answer(event, row["decided_at"], prediction.rows, classes, version).explained
