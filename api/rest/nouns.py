"""Every noun of the REST face, in the order of the reference. Add yours here."""

from collections.abc import Sequence

from api.rest import (
    api_keys,
    batches,
    counterfactuals,
    customers,
    decisions,
    deployments,
    feedback,
    health,
    inference,
    ledger,
    live_metrics,
    logins,
    members,
    model_versions,
    oauth,
    oauth_clients,
    own_models,
    principal,
    rulesets,
    sessions,
    tenants,
    training_jobs,
    transactions,
    usage,
    v2,
    wellknown,
)
from api.rest.operations import Operation

NOUNS: Sequence[Sequence[Operation]] = (
    health.HANDLERS,
    principal.HANDLERS,
    inference.HANDLERS,
    v2.HANDLERS,
    decisions.HANDLERS,
    counterfactuals.HANDLERS,
    batches.HANDLERS,
    model_versions.HANDLERS,
    own_models.HANDLERS,
    deployments.HANDLERS,
    feedback.HANDLERS,
    live_metrics.HANDLERS,
    training_jobs.HANDLERS,
    rulesets.HANDLERS,
    ledger.HANDLERS,
    transactions.HANDLERS,
    logins.HANDLERS,
    customers.HANDLERS,
    tenants.HANDLERS,
    members.HANDLERS,
    sessions.HANDLERS,
    api_keys.HANDLERS,
    oauth_clients.HANDLERS,
    oauth.HANDLERS,
    wellknown.HANDLERS,
    usage.HANDLERS,
)

OPERATIONS: tuple[Operation, ...] = tuple(operation for noun in NOUNS for operation in noun)
