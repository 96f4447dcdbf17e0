"""What steps of workflows may do to the outside. The server knows the names and calls nobody; the worker has a way out."""

from app.wiring.foundation import Foundation
from resolution.actions import Action
from resolution.connectors.calling import Caller
from resolution.connectors.http_call import HttpCall, WebhookEmit
from resolution.connectors.messages import MailSend, MessageRender, MessageSend
from resolution.connectors.wordings import Wordings
from resolution.outbound.exchange import WayOut
from tenants.mail import FolderMailer, Mailer
from tenants.smtp import MailServer, SmtpMailer


def outbound_actions(base: Foundation, way_out: WayOut) -> tuple[Action, ...]:
    vaults = base.tenants.vaults
    wordings = Wordings(base.database)
    caller = Caller(base.database, vaults, way_out, base.true_clock)
    return (
        HttpCall(caller),
        WebhookEmit(base.database, vaults, base.true_clock),
        MailSend(base.database, vaults, base.true_clock, mailer_of(base)),
        MessageSend("sms", caller, wordings),
        MessageSend("whatsapp", caller, wordings),
        MessageRender(wordings),
    )


def mailer_of(base: Foundation) -> Mailer:
    """The server that mail is handed to, or a folder where there is none."""
    mail = base.settings.mail
    if mail.smtp_url:
        return SmtpMailer(MailServer(mail.smtp_url.reveal()), mail.sender, base.true_clock)
    return FolderMailer(base.settings.mail_dir)
