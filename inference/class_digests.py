"""What stands for a class at rest: the same for the same class of an environment, and told to nobody."""

from inference.answering.truths import slug
from tenants.vault import EnvironmentVault

_DIGEST_BYTES = 16


def class_digest(vault: EnvironmentVault, label: str | None) -> bytes | None:
    if label is None:
        return None
    return vault.digest("feedback/class", slug(label).encode())[:_DIGEST_BYTES]
