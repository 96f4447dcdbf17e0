"""Rows to learn from, out of ingested payments and what was told of them: features computed again, as of each payment."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.clock import to_micros
from core.database import Database, Transaction
from inference import catalogue, retraining_rows_store
from inference.declared.then import PastFeatures, Then
from inference.entities import DecideCommand
from inference.features.sets import FeatureSet
from inference.manifest import Task
from inference.retraining_entities import ROWS_MAX, TrainingRequest
from inference.retraining_goals import Goal
from inference.retraining_port import FeatureRows
from inference.retraining_rows import feature_rows
from payments import keys, pasts
from payments.facts import Transaction as Payment
from payments.history import History
from payments.movements import device_key, merchant_key, movement_of
from payments.pasts import Past
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

CUSTOMERS = 50
PAST_MAX = 20_000
_LOWEST = UUID(int=0)


class _Rows:
    """The rows of one job, as they come together."""

    def __init__(
        self,
        request: TrainingRequest,
        goal: Goal,
        now: dt.datetime,
        feature_set: FeatureSet,
        vault: EnvironmentVault,
    ) -> None:
        self.values: list[list[float]] = []
        self.happened: list[bool | None] = []
        self.at: list[int] = []
        self.customers: list[UUID] = []
        self.asked: list[Then] | None = None if goal.named is None else []
        self._use_case = request.use_case
        self._since = now - dt.timedelta(days=request.days)
        days = request.presumed_after_days
        self._old = None if days is None else now - dt.timedelta(days=days)
        self._untold = goal.task == "anomaly"
        self._feature_set = feature_set
        self._digest = vault.digest

    def add(self, customer: UUID, past: Past, truths: Mapping[UUID, bool]) -> None:
        """Walk a customer's past once; each payment is scored against the state before it, then joins it."""
        history = History((), past.sign_ins)
        for payment in past.payments:
            happened = truths.get(payment.id)
            at = payment.transaction.occurred_at
            if happened is None and self._old is not None and at < self._old:
                happened = False
            if (happened is not None or self._untold) and at >= self._since:
                self.values.append(self._features(history, payment.transaction))
                self.happened.append(happened)
                self.at.append(to_micros(at))
                self.customers.append(customer)
                if self.asked is not None:
                    command = DecideCommand(use_case=self._use_case, transaction=payment.transaction)
                    self.asked.append(Then(customer, command, at, payment.id))
            history.add(movement_of(payment.transaction, self._digest, payment.order))

    def _features(self, history: History, payment: Payment) -> list[float]:
        state = history.state(
            payment.occurred_at,
            payment.currency,
            merchant_key(self._digest, payment.merchant_id),
            device_key(self._digest, payment.device_id),
        )
        matrix: NDArray[np.float32] = self._feature_set.compute([state], [payment])
        return [float(value) for value in matrix[0]]


class FactRows:
    """Reads whole customers, in the order of their handles, which is random, until a job has as many rows as it may."""

    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults
        self._past = PastFeatures(database, vaults)

    async def read(
        self, environment_id: UUID, request: TrainingRequest, goal: Goal, now: dt.datetime
    ) -> FeatureRows:
        """Raises: TrainingFailed when there are too few."""
        feature_set = catalogue.get(request.use_case).features_of
        vault = await self._vaults.of(environment_id)
        rows = _Rows(request, goal, now, feature_set, vault)
        after: UUID | None = _LOWEST
        while after is not None and len(rows.values) < ROWS_MAX:
            async with self._database.transaction(environment_id) as tx:
                wanted, after = await _customers(tx, environment_id, request, goal.task, now, after)
                open_keys = await keys.find(tx, vault, wanted)
                for customer, key in sorted(open_keys.items()):
                    past = await pasts.read(tx, vault, customer, key, PAST_MAX)
                    ids = [payment.id for payment in past.payments]
                    truths = await retraining_rows_store.truths(tx, environment_id, request.use_case, ids)
                    rows.add(customer, past, truths)
                    await asyncio.sleep(0)
        beside = None
        if goal.named is not None and rows.asked is not None:
            beside = await self._past.read(environment_id, goal.named, rows.asked)
        return feature_rows(
            goal, feature_set.names, rows.values, rows.happened, rows.at, rows.customers, beside=beside
        )


async def _customers(
    tx: Transaction, environment_id: UUID, request: TrainingRequest, task: Task, now: dt.datetime, after: UUID
) -> tuple[list[UUID], UUID | None]:
    """Return the next customers that have rows, and where to go on; None at the end."""
    if request.presumed_after_days is None and task != "anomaly":
        wanted = await retraining_rows_store.labelled_customers(
            tx, environment_id, request.use_case, after, CUSTOMERS
        )
        return wanted, wanted[-1] if wanted else None
    since = now - dt.timedelta(days=request.days)
    walked = await pasts.customers_after(tx, environment_id, since, after, CUSTOMERS)
    return [customer for customer, recent in walked if recent], walked[-1][0] if walked else None
