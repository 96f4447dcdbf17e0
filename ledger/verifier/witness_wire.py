"""What logs and witnesses say to each other that both sides of ours need. Source: C2SP tlog-witness."""

import hashlib

SIZE_TYPE = "text/x.tlog.size"


def hash_of(origin: str) -> str:
    """Return how an origin is written in the path of its newest checkpoint."""
    return hashlib.sha256(origin.encode()).hexdigest()
