"""The end of an environment whose keys go: what still waits in it is let go in the same transaction, since nothing of it can be opened."""

from uuid import UUID

from core.database import Transaction
from ledger.log import is_settled
from resolution.connectors import connector_store
from resolution.feeds import feed_store
from resolution.webhooks import delivery_store
from resolution.workflows import queue_store


async def end(tx: Transaction, environment_id: UUID) -> bool:
    """Take its workflows, deliveries, connectors and feeds off the lists that are worked off for all environments together.

    Returns: False, having done nothing, until the log's newest checkpoint holds every entry of it.
    """
    if not await is_settled(tx, environment_id):
        return False
    await queue_store.remove_all(tx, environment_id)
    await delivery_store.drop_all(tx, environment_id)
    await connector_store.unlist_all(tx, environment_id)
    await feed_store.unlist_all(tx, environment_id)
    return True
