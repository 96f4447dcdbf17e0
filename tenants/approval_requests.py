"""Asking for a second member: an event for systems, and a mail to each member who may approve."""

from uuid import UUID

import msgspec

from core import outbox
from core.clock import Clock
from core.database import Transaction
from core.events import announce
from core.ids import public
from tenants.notices import NOTICE_TOPIC, Notice
from tenants.permissions import Permission

_TEXT = """{what} waits for the approval of another member.

Its id: {about}. Who may approve: a member whose role has {permission}.
"""


class Approvable(msgspec.Struct, frozen=True, kw_only=True):
    """What waits. request_id: of this asking. about: its public id. what: in words without anything personal.

    author: the member that it is not asked of.
    """

    request_id: UUID
    about: str
    what: str
    permission: Permission
    author: UUID | None


async def ask(tx: Transaction, clock: Clock, environment_id: UUID, change: Approvable) -> None:
    """Announce `approval.asked`, and promise the mails, in the caller's transaction."""
    subject = public("apr", change.request_id)
    told = {"about": change.about, "permission": change.permission.value}
    await announce(tx, clock, environment_id, "approval.asked", subject, told)
    notice = Notice(
        subject="Countermark: a change waits for your approval",
        text=_TEXT.format(what=change.what, about=change.about, permission=change.permission.value),
        permission=change.permission,
        but=change.author,
    )
    await outbox.enqueue(tx, clock, environment_id, NOTICE_TOPIC, msgspec.json.encode(notice))
