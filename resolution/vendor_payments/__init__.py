"""Vendor payments: proposed, released by an entry of the ledger, and proven to the contract that says whether they may be settled."""
