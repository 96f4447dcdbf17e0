"""How long a `wait` waits."""

from resolution.workflows import durations
from resolution.workflows.expressions import ExpressionFailed, Scope
from resolution.workflows.limits import WAIT_MS_MAX
from resolution.workflows.tasks import WaitBody


def wait_ms(body: WaitBody, scope: Scope) -> int:
    """Returns: milliseconds. Raises: ExpressionFailed for what is neither a duration nor a number of seconds."""
    if body.expression is None:
        return body.ms or 0
    value = body.expression.evaluate(scope)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= WAIT_MS_MAX / 1000:
        return round(value * 1000)
    try:
        return durations.milliseconds(value)
    except durations.NotADuration as error:
        raise ExpressionFailed("wait") from error
