"""What inference keeps about a person."""

from inference.holdings_store import HOLDINGS

__all__ = ["HOLDINGS"]
