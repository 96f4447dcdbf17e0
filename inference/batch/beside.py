"""Features that a version and a ruleset name besides what the version itself computes, for the rows of a batch.

The plan, the reading and the evaluation are those of decisions, so that a row has the floats that a request has.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from inference.declared.computing import Known, Plan, Subject, Values, Wanted
from inference.declared.entities import DeclaredFeature
from inference.entities import DecideCommand
from tenants.principals import Mode
from tenants.vault import EnvironmentVault

ROWS_AT_ONCE = 512
"""How many customers are read in one statement."""
NOBODY = f"decision:{UUID(int=0)}"


class StateMissing(Exception):
    """A row needs what is stored of its customer, and there is nobody to read it."""


class Beside:
    """Empty where nothing is named: then rows are worked off without it. Safe to share between threads."""

    def __init__(
        self,
        named: Sequence[str],
        declared: Sequence[DeclaredFeature],
        vault: EnvironmentVault,
        mode: Mode,
        at: datetime,
    ) -> None:
        self._plan = Plan.of(named, declared)
        self._vault = vault
        self._mode = mode
        self._at = at
        self.inputs = frozenset(name for feature in declared for name in feature.inputs)
        """Columns that expressions read."""

    def __bool__(self) -> bool:
        return bool(self._plan.names or self._plan.compiled)

    @property
    def reads(self) -> bool:
        """Whether anything of what is stored is needed."""
        return bool(self._plan.reads)

    def subject(self, command: DecideCommand, customer: str | None, event: str | None) -> Subject:
        """Whom a row is about, as of the batch. customer: as the tenant calls them; None of a row that names nobody."""
        return Subject(
            vault=self._vault,
            customer=self._vault.handle(customer or NOBODY),
            at=self._at,
            mode=self._mode,
            command=command,
            event=event,
        )

    def wanted(self, subject: Subject) -> Wanted | None:
        """What has to be known of a row's customer; None where nothing has."""
        return Wanted(subject, self._plan.reads) if self.reads else None

    def values(self, subject: Subject, known: Known) -> Values:
        """Compute the features of one row. known: of its `wanted`."""
        return self._plan.values(subject, known)
