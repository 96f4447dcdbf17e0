"""What banks and apps call their columns. Data alone: the first pattern that a name fits says which field it is."""

import re

_AMOUNT_OF = r"(?: ?(?:amount|amt|value))?(?: ?(?:in )?(?:inr|rs|usd|eur|gbp|aed|sgd))?"

HEADER_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("value_date", r"val(?:ue)? ?(?:date|dt)|valuta(?: ?datum)?|wertstellung(?:stag)?|fecha valor|date de valeur"),
        ("date", (r"(?:txn|tran|trans|transaction|posting|post|booking|entry|payment|completed|completion|operation|created|started)?"
                 r" ?(?:posted )?(?:date|dt)(?: ?(?:and|&)? ?time)?|date ?time|timestamp|created at|buchungs(?:tag|datum)|datum|fecha|data|"
                 r"date (?:de l )?(?:operation|comptabilisation)|दिनांक|तारीख")),
        ("time", r"(?:txn|transaction|payment)? ?time"),
        ("status", r"(?:txn|transaction|payment)? ?(?:status|result|state)|स्थिति"),
        ("direction", (r"(?:dr|debit) ?(?:or )?(?:cr|credit)(?: ?(?:indicator|flag|ind|type))?|(?:cr|credit) ?(?:or )?(?:dr|debit)(?: ?(?:indicator|flag|ind|type))?|"
                      r"(?:txn|transaction|entry|amount)? ?type|direction|sign")),
        ("debit", (rf"(?:debit|debits|debited|withdrawal|withdrawals|withdrawn|dr|paid out|money out|outflow|soll|cargo|gasto)(?: s)?{_AMOUNT_OF}|amount debited|"
                  r"(?:amount )?dr amount")),
        ("credit", rf"(?:credit|credits|credited|deposit|deposits|deposited|cr|paid in|money in|inflow|haben|abono|ingreso)(?: s)?{_AMOUNT_OF}|amount credited"),
        ("balance", (r"(?:closing|running|available|account|ledger|current)? ?(?:balance|bal)(?: ?(?:amount|amt))?(?: ?(?:in )?(?:inr|rs|usd|eur|gbp|aed|sgd))?|"
                    r"balance after transaction|saldo|solde|kontostand|शेष")),
        ("amount", r"(?:txn|transaction|payment|total|net|bill)? ?(?:amount|amt)(?: ?(?:in )?(?:inr|rs|usd|eur|gbp|aed|sgd))?|value|inr|usd|eur|gbp|betrag|importe|montant|राशि"),
        ("currency", r"currency|ccy|curr|(?:txn|transaction) currency|waehrung|währung|divisa|devise"),
        ("reference", r"(?:utr|rrn|upi ref|bank ref|bank reference|upi transaction|upi txn|upi reference)(?: ?(?:no|number|id|num))?|bank rrn|fitid"),
        ("reference", r"(?:txn|tran|transaction|google transaction|order|payment)? ?(?:id|reference)(?: ?(?:no|number))?|transaction reference"),
        ("reference", r"(?:chq|cheque|check|ref|instrument|instrument id)[a-z ]*(?:no|number|num|id|ref|reference)?"),
        ("customer", r"customer(?: ?(?:id|no|number))?|client id"),
        ("payer", r"(?:payer|sender|from|paid by|remitter|debtor|auftraggeber)(?: ?(?:vpa|upi id|name|account|address))?|from (?:account|vpa)"),
        ("payee", r"(?:payee|receiver|recipient|to|paid to|beneficiary|creditor|counterparty|other party|merchant|empf.nger)(?: ?(?:vpa|upi id|name|account|address|details))?"),
        ("description", (r"narration|narrative|description|particulars|(?:transaction|txn) ?(?:details|description|particulars|remarks)|details|activity|"
                        r"verwendungszweck|buchungstext|concepto|libell[eé]|विवरण")),
        ("note", r"notes?|message|comments?|remarks?|memo|purpose"),
        ("method", r"(?:payment|txn|transaction)? ?(?:mode|method|instrument)|payment type"),
        ("category", r"category|tags?|merchant category"),
    )
)  # fmt: skip


def field_of(name: str) -> str | None:
    """The field that a column's name speaks of. name: lower case, without punctuation."""
    return next((field for field, pattern in HEADER_WORDS if pattern.fullmatch(name)), None)


def rank_of(field: str, name: str) -> int:
    """How well a name fits among those of one field: the earlier its pattern, the better."""
    patterns = [pattern for each, pattern in HEADER_WORDS if each == field]
    return next(at for at, pattern in enumerate(patterns) if pattern.fullmatch(name))
