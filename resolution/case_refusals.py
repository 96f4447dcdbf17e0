"""What may not become of a case, by the settings of its queue."""

from collections.abc import Sequence
from uuid import UUID

from core.database import Transaction
from core.errors import FieldError
from resolution import case_queues
from resolution.case_entities import EVIDENCE_MAX, CaseRefused, CaseResult, QueueName, QueueSettings
from resolution.case_store import CaseRow


def allowed(settings: QueueSettings, result: CaseResult) -> None:
    if settings.results and result.result not in settings.results:
        field = FieldError(
            "result", "This queue does not know it.", f"Use one of {', '.join(settings.results)}."
        )
        raise CaseRefused("The result is not one of this queue.", fields=(field,))


async def keep_second_pair(
    tx: Transaction, environment_id: UUID, row: CaseRow, queue: QueueName | None
) -> None:
    """A case whose queue asks for a second member is not carried past them, into a queue that asks for none."""
    if (
        queue is None
        or queue == row.queue
        or not (await case_queues.get(tx, environment_id, row.queue)).approval
    ):
        return
    if not (await case_queues.get(tx, environment_id, queue)).approval:
        field = FieldError(
            "queue", "It asks for no second member, and the queue of this case does.",
            "Name a queue with `approval`, or close the case where it is.",
        )  # fmt: skip
        raise CaseRefused("The case would lose its second member.", fields=(field,))


def joined(held: Sequence[str], new: Sequence[str]) -> list[str]:
    if len(held) + len(new) > EVIDENCE_MAX:
        field = FieldError(
            "evidence",
            f"The case would have more than {EVIDENCE_MAX}.",
            "Open another case, and name this one.",
        )
        raise CaseRefused("That is too much evidence.", fields=(field,))
    return [*held, *new]
