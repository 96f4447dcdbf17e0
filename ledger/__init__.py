"""The append-only log of an environment: sequenced, signed, provable, and taken away by auditors."""
