"""What a statement is reckoned from and stands against: its agreement, its payouts, the statement that it replaces."""

from uuid import UUID

from core.database import Transaction
from core.errors import FieldError, InvalidId
from core.ids import parse, public
from payments.agreements import agreements
from payments.agreements import statement_store as store
from payments.agreements.facts import CommissionAgreement, problems_of_period
from payments.agreements.reckoning import CreditedPayouts, Term, in_force
from payments.agreements.statement_entities import StatementReplaced
from payments.agreements.statement_facts import NewCommissionStatement
from payments.checks import PaymentRefused, refuse
from payments.payouts import credited
from tenants.vault import EnvironmentVault


async def agreement_of(
    tx: Transaction, vault: EnvironmentVault, statement: NewCommissionStatement
) -> tuple[UUID, CommissionAgreement]:
    """The agreement that is named, else the one in force. Raises: PaymentRefused, AgreementNotFound."""
    identity = await _agreement_id(tx, vault, statement)
    found = await agreements.agreed(tx, vault, identity)
    problems = problems_of_period(statement.period, found)
    if found.partner_id != statement.partner_id or found.currency != statement.currency:
        reason = "It is with another partner, or in another currency."
        problems.append(FieldError("agreement_id", reason, "Name an agreement of this partner."))
    refuse(problems)
    return identity, found


async def _agreement_id(tx: Transaction, vault: EnvironmentVault, statement: NewCommissionStatement) -> UUID:
    """The agreement that is named, else the one in force. Raises: PaymentRefused."""
    if statement.agreement_id is not None:
        return _id("agr", statement.agreement_id, "agreement_id")
    period = (statement.starts_at, statement.ends_at)
    partner = vault.handle(statement.partner_id)
    rows = await store.terms(tx, vault.scope_id, partner, statement.currency, period)
    found = in_force([Term(*row) for row in rows], *period)
    if isinstance(found, FieldError):
        raise _refused(found)
    return found.id


async def payouts_of(
    tx: Transaction, vault: EnvironmentVault, statement: NewCommissionStatement
) -> CreditedPayouts | None:
    """What the named payouts brought. Raises: PaymentRefused for one that is not there, or is not this partner's."""
    if not statement.payout_ids:
        return None
    partner = vault.handle(statement.partner_id)
    found = await credited.of_payee(tx, vault, partner, statement.currency, statement.payout_ids)
    refuse(
        [
            FieldError(
                f"payout_ids[{at}]", "No payout to this partner in this currency has it.", "Send it first."
            )
            for at, each in enumerate(found)
            if each is None
        ]
    )
    brought = [each.amount_minor if each.credited else None for each in found if each is not None]
    return CreditedPayouts(sum(each or 0 for each in brought), brought.count(None))


async def replaced_by(
    tx: Transaction, vault: EnvironmentVault, statement: NewCommissionStatement, partner: UUID
) -> UUID | None:
    """Raises: PaymentRefused, StatementReplaced."""
    if statement.replaces is None:
        return None
    replaces = _id("cos", statement.replaces, "replaces")
    row = await store.get(tx, vault.scope_id, replaces)
    if row is None or row["partner"] != partner or row["currency"] != statement.currency:
        reason = "No statement of this partner in this currency has it."
        raise _refused(FieldError("replaces", reason, "Name the statement that is wrong."))
    if row["replaced_by"] is not None:
        raise StatementReplaced(f"{public('cos', row['replaced_by'])} replaced it already.")
    return replaces


def _id(prefix: str, text: str, field: str) -> UUID:
    """Raises: PaymentRefused."""
    try:
        return parse(prefix, text)
    except InvalidId as error:
        reason = "It is no id of ours of that kind."
        raise _refused(FieldError(field, reason, f"Send an id as `{prefix}_…`.")) from error


def _refused(field: FieldError) -> PaymentRefused:
    return PaymentRefused(f"The field `{field.field}` was refused: {field.reason}", fields=[field])
