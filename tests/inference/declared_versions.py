"""A small real version of payments that scores features beside its set: real trees, so that those features matter."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from core.database import Database
from inference import catalogue
from inference.declared import store
from inference.declared.added import pinned_input
from inference.manifest import Column, DeclaredInput
from tests.inference.versions import SMALL
from tests.training.forests import random_rows
from training.calibration import calibration_of
from training.card import More
from training.evaluation import quality
from training.fit import Rows, fit
from training.package import Source, Version, package

USE_CASE = "transaction-anomaly"


async def pinned(database: Database, environment_id: UUID, *names: str) -> tuple[DeclaredInput, ...]:
    """The newest declarations, as a manifest names them."""
    async with database.transaction(environment_id) as tx:
        found = [await store.find_newest(tx, environment_id, name) for name in names]
    return tuple(pinned_input(feature) for feature in found if feature is not None)


def version_with(
    added: Sequence[Column], declared: tuple[DeclaredInput, ...], use_case: str = USE_CASE
) -> Version:
    """What is added decides: the higher the first column is, the likelier it happens."""
    asked = catalogue.get(use_case)
    base = len(asked.features)
    names = (*(feature.name for feature in asked.features), *(column.name for column in added))
    matrix = random_rows(5, rows=900, columns=len(names))
    for at, column in enumerate(added, base):
        matrix[:, at] = np.abs(matrix[:, at]) if column.kind == "number" else matrix[:, at] > 0
    score = sum((np.nan_to_num(matrix[:, at]) for at in range(base, len(names))), np.zeros(len(matrix)))
    target = np.random.default_rng(2).random(len(matrix)) < 1 / (1 + np.exp(2 - 2 * score))
    fitted = fit(Rows(matrix, target), names, 1, hide=True, shapes=(SMALL,))
    held_out = target[fitted.held_out]
    return package(
        asked,
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, held_out),
        quality(held_out, fitted.probability, 1),
        matrix,
        Source("a test", "0" * 64, (), (), 1, More(), added=tuple(added), declared=declared),
    )
