"""Stored payouts: what was told of them, where they are, what is usual for their likes, and what is unusual about them."""
