"""News for the people of a tenant, by mail: what the service did by itself, and what waits for them."""

import logging
import uuid

import msgspec

from core.database import Database
from core.ids import public
from core.outbox import Message
from tenants import directory_store, member_store
from tenants.mail import Mailer
from tenants.members import member_of
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission
from tenants.smtp import MailRefused
from tenants.vaults import Vaults

NOTICE_TOPIC = "mail.notice"
_MEMBERS_MAX = 1_000
_log = logging.getLogger(__name__)


class Notice(msgspec.Struct, frozen=True):
    """The payload of an outbox row: ids and figures, nothing personal.

    permission: who holds it gets the mail. but: the member who does not.
    """

    subject: str
    text: str
    permission: Permission = Permission.MODELS_DEPLOY
    but: uuid.UUID | None = None


class NoticeMail:
    """Delivers the outbox topic `mail.notice` to each member whom it concerns."""

    def __init__(self, database: Database, vaults: Vaults, mailer: Mailer) -> None:
        self._database = database
        self._vaults = vaults
        self._mailer = mailer

    async def deliver(self, message: Message) -> None:
        notice = msgspec.json.decode(message.payload, type=Notice)
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, public("env", message.environment_id), "environment")
        for each in listed:
            vault = await self._vaults.of(each.tenant_id)
            async with self._database.transaction(each.tenant_id) as tx:
                rows = await member_store.newest(tx, each.tenant_id, None, _MEMBERS_MAX)
            for member in (member_of(vault, row) for row in rows):
                if notice.permission in PERMISSIONS_OF_ROLE[member.role] and member.id != notice.but:
                    mail_id = uuid.uuid5(message.id, str(member.id))  # the same on each retry
                    try:
                        await self._mailer.send(mail_id, member.address, notice.subject, notice.text)
                    except MailRefused as error:  # one address that is gone keeps nobody else from the news
                        _log.warning("A mail was refused for good.", extra={"internal": error.internal})
