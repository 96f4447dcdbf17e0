"""Mail that waits in the outbox: address and link rest sealed under the tenant's key until the worker sends them."""

import base64
import os
import pathlib
from typing import Protocol
from uuid import UUID

import msgspec

from core.jobs import JobHopeless
from core.outbox import Message
from tenants.smtp import MailRefused
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

INVITATION_TOPIC = "mail.invitation"
_LABEL = "outbox.mail"
_TEXT = """You are invited to Countermark.

Open this link within seven days and choose a password:

{link}

It works once. If you did not expect it, do nothing.
"""


class _Letter(msgspec.Struct, frozen=True):
    address: str
    link: str


class SealedMail(msgspec.Struct, frozen=True):
    """The payload of an outbox row."""

    tenant_id: UUID
    record: UUID
    sealed: str

    @classmethod
    def of(cls, vault: EnvironmentVault, record: UUID, *, address: str, link: str) -> "SealedMail":
        """vault: the tenant's own."""
        letter = msgspec.json.encode(_Letter(address, link))
        sealed = base64.b64encode(vault.seal_tenant(_LABEL, record, letter)).decode()
        return cls(vault.scope_id, record, sealed)


class Mailer(Protocol):
    async def send(self, message_id: UUID, address: str, subject: str, text: str) -> None:
        """Send one mail. message_id: the same on each retry."""
        ...


class FolderMailer:
    """Writes mails to files that only this user can read, without the address: where there is no mail server."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder

    async def send(self, message_id: UUID, address: str, subject: str, text: str) -> None:
        del address  # personal data has no place in a folder of files
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{message_id}.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"Subject: {subject}\n\n{text}")


class InvitationMail:
    """Delivers the outbox topic `mail.invitation`."""

    def __init__(self, vaults: Vaults, mailer: Mailer) -> None:
        self._vaults = vaults
        self._mailer = mailer

    async def deliver(self, message: Message) -> None:
        mail = msgspec.json.decode(message.payload, type=SealedMail)
        vault = await self._vaults.of(mail.tenant_id)
        opened = vault.open_tenant(_LABEL, mail.record, base64.b64decode(mail.sealed))
        letter = msgspec.json.decode(opened, type=_Letter)
        text = _TEXT.format(link=letter.link)
        try:
            await self._mailer.send(message.id, letter.address, "Your invitation to Countermark", text)
        except MailRefused as error:
            raise JobHopeless(error.message, internal=error.internal) from None
