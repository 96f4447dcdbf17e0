# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.several_question_include_item import (
    SeveralQuestionIncludeItem,
    check_several_question_include_item,
)
from ..models.several_question_language_type_0 import (
    SeveralQuestionLanguageType0,
    check_several_question_language_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.commission_statement import CommissionStatement
    from ..models.customer_history import CustomerHistory
    from ..models.invoice import Invoice
    from ..models.payment_portfolio import PaymentPortfolio
    from ..models.payout import Payout
    from ..models.routing import Routing
    from ..models.statement import Statement
    from ..models.ticket import Ticket
    from ..models.transaction import Transaction


T = TypeVar("T", bound="SeveralQuestion")


@_attrs_define
class SeveralQuestion:
    """Several questions about one payment and its customer, decided together or not at all.

    Attributes:
        transaction (Transaction): One movement of a customer's money, as the caller reports it.
        use_cases (list[str]): what to ask, each once.
        include (list[SeveralQuestionIncludeItem] | Unset): `explanation` adds the feature vector and every contribution
            to the answers.
        language (None | SeveralQuestionLanguageType0 | Unset): of the reasons; else the first of `Accept-Language` that
            is spoken here.
        segment (None | str | Unset): which it belongs to, in your own words; deployments may serve one alone.
        invoice (Invoice | None | Unset): the facts of `payment-delay`.
        payout (None | Payout | Unset): the facts of `payout-delay`.
        routing (None | Routing | Unset): the facts of `gateway-route`.
        history (CustomerHistory | None | Unset): the facts of use cases about a past; the customer's stored payments
            when not sent.
        statement (None | Statement | Unset): the facts of `categorize`; the payment's own line among the customer's
            stored ones when not sent.
        ticket (None | Ticket | Unset): the facts of `ticket-triage`.
        commission (CommissionStatement | None | Unset): the facts of `commission-check`.
        portfolio (None | PaymentPortfolio | Unset): the facts of `payment-timing`.
        inputs (Any | Unset): by use case, the columns of your own version, where such a version is deployed.
    """

    transaction: Transaction
    use_cases: list[str]
    include: list[SeveralQuestionIncludeItem] | Unset = UNSET
    language: None | SeveralQuestionLanguageType0 | Unset = UNSET
    segment: None | str | Unset = UNSET
    invoice: Invoice | None | Unset = UNSET
    payout: None | Payout | Unset = UNSET
    routing: None | Routing | Unset = UNSET
    history: CustomerHistory | None | Unset = UNSET
    statement: None | Statement | Unset = UNSET
    ticket: None | Ticket | Unset = UNSET
    commission: CommissionStatement | None | Unset = UNSET
    portfolio: None | PaymentPortfolio | Unset = UNSET
    inputs: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_statement import CommissionStatement  # noqa: PLC0415
        from ..models.customer_history import CustomerHistory  # noqa: PLC0415
        from ..models.invoice import Invoice  # noqa: PLC0415
        from ..models.payment_portfolio import PaymentPortfolio  # noqa: PLC0415
        from ..models.payout import Payout  # noqa: PLC0415
        from ..models.routing import Routing  # noqa: PLC0415
        from ..models.statement import Statement  # noqa: PLC0415
        from ..models.ticket import Ticket  # noqa: PLC0415
        from ..models.transaction import Transaction  # noqa: PLC0415

        d = dict(src_dict)
        transaction = Transaction.from_dict(d.pop("transaction"))

        use_cases = cast(list[str], d.pop("use_cases"))

        _include = d.pop("include", UNSET)
        include: list[SeveralQuestionIncludeItem] | Unset = UNSET
        if _include is not UNSET:
            include = []
            for include_item_data in _include:
                include_item = check_several_question_include_item(include_item_data)

                include.append(include_item)

        def _parse_language(data: object) -> None | SeveralQuestionLanguageType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_several_question_language_type_0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SeveralQuestionLanguageType0 | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        segment = cast("None | str | Unset", d.pop("segment", UNSET))

        def _parse_invoice(data: object) -> Invoice | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                invoice_type_0 = Invoice.from_dict(data)

                return invoice_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Invoice | None | Unset, data)

        invoice = _parse_invoice(d.pop("invoice", UNSET))

        def _parse_payout(data: object) -> None | Payout | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                payout_type_0 = Payout.from_dict(data)

                return payout_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Payout | Unset, data)

        payout = _parse_payout(d.pop("payout", UNSET))

        def _parse_routing(data: object) -> None | Routing | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                routing_type_0 = Routing.from_dict(data)

                return routing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Routing | Unset, data)

        routing = _parse_routing(d.pop("routing", UNSET))

        def _parse_history(data: object) -> CustomerHistory | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                history_type_0 = CustomerHistory.from_dict(data)

                return history_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomerHistory | None | Unset, data)

        history = _parse_history(d.pop("history", UNSET))

        def _parse_statement(data: object) -> None | Statement | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                statement_type_0 = Statement.from_dict(data)

                return statement_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Statement | Unset, data)

        statement = _parse_statement(d.pop("statement", UNSET))

        def _parse_ticket(data: object) -> None | Ticket | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ticket_type_0 = Ticket.from_dict(data)

                return ticket_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Ticket | Unset, data)

        ticket = _parse_ticket(d.pop("ticket", UNSET))

        def _parse_commission(data: object) -> CommissionStatement | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                commission_type_0 = CommissionStatement.from_dict(data)

                return commission_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionStatement | None | Unset, data)

        commission = _parse_commission(d.pop("commission", UNSET))

        def _parse_portfolio(data: object) -> None | PaymentPortfolio | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                portfolio_type_0 = PaymentPortfolio.from_dict(data)

                return portfolio_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PaymentPortfolio | Unset, data)

        portfolio = _parse_portfolio(d.pop("portfolio", UNSET))

        inputs = d.pop("inputs", UNSET)
        return cls(
            transaction=transaction,
            use_cases=use_cases,
            include=include,
            language=language,
            segment=segment,
            invoice=invoice,
            payout=payout,
            routing=routing,
            history=history,
            statement=statement,
            ticket=ticket,
            commission=commission,
            portfolio=portfolio,
            inputs=inputs,
        )
