"""Which errors a `catch` is for, and whether it tries again."""

from resolution.workflows.expressions import Expression, ExpressionFailed, Scope
from resolution.workflows.retries import next_at_ms
from resolution.workflows.state import Failure, Frame
from resolution.workflows.tasks import Catch


def caught_by(catch: Catch, error: Failure, scope: Scope) -> bool:
    """scope: with the error under the catch's own name."""
    wanted = (
        (catch.error_type, error.type),
        (catch.status, error.status),
        (catch.title, error.title),
    )
    if any(given is not None and given != found for given, found in wanted):
        return False
    return _applies(catch.when, catch.except_when, scope)


def retry_at(catch: Catch, error: Failure, scope: Scope, frame: Frame, now_ms: int, seed: str) -> int | None:
    """When to try again; None when it is over.

    What an action says that trying again does not help is not tried again, whatever the policy.
    """
    policy = catch.retry
    if policy is None or not (error.retryable or _may_pass(error)):
        return None
    if not _applies(policy.when, policy.except_when, scope):
        return None
    return next_at_ms(policy, frame.attempt, frame.since_ms, now_ms, seed)


def _may_pass(error: Failure) -> bool:
    """Errors that no action told of: a raised one, a timeout."""
    return not error.type.endswith(("/communication", "/expression"))


def _applies(when: Expression | None, except_when: Expression | None, scope: Scope) -> bool:
    try:
        return (when is None or when.holds(scope)) and (except_when is None or not except_when.holds(scope))
    except ExpressionFailed:
        return False
