"""Anchoring: the root of the super-log on Ethereum, so that nobody, we included, can show two histories."""
