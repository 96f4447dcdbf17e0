"""A draft of a ruleset against stored decisions: what would have been decided otherwise, in money."""
