TYPES: frozenset[str] = frozenset()
