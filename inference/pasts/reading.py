"""The pasts of the questions of a tick: each row is kept, and each question answered from what was kept before its moment."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.database import Transaction
from inference.asks import Ask
from inference.pasts import store
from inference.pasts.questions import NO_ROWS, PastQuestion, PastRow


async def filled(tx: Transaction, asks: Sequence[Ask]) -> Sequence[Ask]:
    """Keep the rows of a tick, then give each question the past of its moment; most ticks have none.

    Rows of one tick are of each other's past where one happened before the other. Raises: SubjectKeyGone.
    """
    if all(ask.past is None and ask.past_of_shadow is None for ask in asks):
        return asks
    await store.keep(tx, [row for ask in asks for row in _rows_of(ask)])
    own = [at for at, ask in enumerate(asks) if ask.past is not None and ask.scored is None]
    shadows = [at for at, ask in enumerate(asks) if ask.past_of_shadow is not None]
    asked = [(asks[at].environment_id, asks[at].past) for at in own]
    asked += [(asks[at].environment_id, asks[at].past_of_shadow) for at in shadows]
    found = iter(
        await read(tx, [(environment_id, past) for environment_id, past in asked if past is not None])
    )
    made = list(asks)
    for at in own:
        made[at] = msgspec.structs.replace(made[at], columns=next(found))
    for at in shadows:
        made[at] = msgspec.structs.replace(made[at], columns_of_shadow=next(found))
    return made


async def read(tx: Transaction, asked: Sequence[tuple[UUID, PastQuestion]]) -> list[NDArray[np.float32]]:
    """The columns of each question with its past, in one statement. asked: with their environments."""
    wanted: list[tuple[UUID, bytes, int]] = []
    places: list[list[int | None]] = []
    for environment_id, question in asked:
        own: list[int | None] = []
        for key in question.keys:
            own.append(None if key is None else len(wanted))
            if key is not None:
                wanted.append((environment_id, key, question.at))
        places.append(own)
    found = await store.read(tx, wanted)
    return [
        question.with_past([NO_ROWS if at is None else found.get(at, NO_ROWS) for at in own])
        for (_, question), own in zip(asked, places, strict=True)
    ]


def _rows_of(ask: Ask) -> list[PastRow]:
    """What is kept of a question: for the version that decides, and for its shadow where that looks elsewhere."""
    return [
        PastRow(
            environment_id=ask.environment_id, row_id=ask.decision_id, customer=ask.customer, question=past
        )
        for past in (ask.past, ask.past_of_shadow)
        if past is not None
    ]
