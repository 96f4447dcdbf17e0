"""What is kept about somebody rests under their own key: it is gone when they are erased. What is about nobody known rests
under the environment's.

A customer who was erased and came back has another key, which opens nothing of what was kept before.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from core.database import Transaction
from tenants import subjects
from tenants.envelope import SealBroken
from tenants.vault import EnvironmentVault, SubjectKey


class Sealing:
    """Of one customer, or of nobody. wrapped: their key as its row holds it, None once they are erased."""

    __slots__ = ("_vault", "_wrapped", "customer")

    def __init__(self, vault: EnvironmentVault, customer: UUID | None, wrapped: bytes | None) -> None:
        self.customer = customer
        self._vault = vault
        self._wrapped = wrapped

    @property
    def environment_id(self) -> UUID:
        return self._vault.scope_id

    @property
    def known(self) -> UUID | None:
        """The customer to keep with what is sealed now; of one who is gone already nothing can be kept."""
        return self.customer if self._wrapped is not None else None

    def seal(self, label: str, record: UUID, plaintext: bytes) -> bytes:
        """Under their key; what is written once they are erased is the tenant's own, and under the environment's."""
        key = self._key()
        if key is None:
            return self._vault.seal_tenant(label, record, plaintext)
        return key.seal(label, record, plaintext)

    def open(self, label: str, record: UUID, sealed: bytes) -> bytes | None:
        """Returns: None for what was kept of somebody who was erased.

        Raises: SealBroken for what is about nobody, KeyVersionUnknown.
        """
        if self.customer is None:
            return self._vault.open_tenant(label, record, sealed)
        key = self._key()
        openers: list[Callable[[str, UUID, bytes], bytes]] = [self._vault.open_tenant]
        openers += [] if key is None else [key.open]
        for opener in openers:
            try:
                return opener(label, record, sealed)
            except SealBroken:
                continue
        return None

    def commit(self, label: str, eid: UUID, payload: bytes) -> bytes:
        """Commit to a payload for the ledger's entry `eid`, 32 bytes; of somebody, such that erasing them hides it."""
        key = self._key()
        if key is None:
            return self._vault.digest(label, eid.bytes, payload)
        return key.commit(eid, payload)

    def _key(self) -> SubjectKey | None:
        if self.customer is None or self._wrapped is None:
            return None
        return self._vault.unwrap(self.customer, self._wrapped)


async def sealing(tx: Transaction, vault: EnvironmentVault, customer: UUID | None) -> Sealing:
    return (await sealings(tx, vault, [customer]))[customer]


async def sealings(
    tx: Transaction, vault: EnvironmentVault, customers: Iterable[UUID | None]
) -> dict[UUID | None, Sealing]:
    """Of several, in one statement at most."""
    wanted = set(customers)
    known = [each for each in wanted if each is not None]
    keys = await subjects.of_environment(tx, vault.scope_id, known)
    return {each: Sealing(vault, each, None if each is None else keys.get(each)) for each in wanted}
