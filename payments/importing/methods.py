"""How something was paid, as its description says. Pure."""

import re
from collections.abc import Iterator

from payments.facts import Method

# Words that Indian banks begin a narration with. Looked for in this order: `UPI` also stands in a refund by NEFT's name.
_PATTERNS: tuple[tuple[str, Method], ...] = (
    (r"\bATM\b|\bATW\b|\bNWD\b|CASH (?:WDL|WITHDRAWAL|DEP)|\bCDM\b|\bCASH\b", "cash"),
    (r"\bUPI\b|[\w.-]{2,}@(?:ok\w+|ybl|ibl|axl|paytm|upi|apl|sbi)\b", "upi"),
    (r"\bIMPS\b|\bMMT\b", "imps"),
    (r"\bNEFT\b|\bCMS\b", "neft"),
    (r"\bRTGS\b", "rtgs"),
    (r"\bPOS\b|\bVPS\b|\bECOM\b|DEBIT CARD|CREDIT CARD|\bVISA\b|MASTERCARD|RUPAY", "card"),
    (r"WALLET", "wallet"),
    (r"NET ?BANKING|\bBIL\b|\bINB\b|\bTPT\b|BILLPAY", "netbanking"),
)
_WORDS = tuple((re.compile(pattern, re.IGNORECASE), method) for pattern, method in _PATTERNS)
METHODS: dict[str, Method] = {
    "upi": "upi", "card": "card", "neft": "neft", "imps": "imps", "rtgs": "rtgs", "wallet": "wallet", "cash": "cash",
    "netbanking": "netbanking", "net banking": "netbanking", "other": "other", "debit card": "card", "credit card": "card",
}  # fmt: skip


def method_of(description: str) -> Method:
    found: Iterator[Method] = (method for pattern, method in _WORDS if pattern.search(description))
    return next(found, "other")
