"""How large a workflow may be, and how long it may go on. docs/workflows.md lists them."""

DOCUMENT_BYTES_MAX = 65_536
TASKS_MAX = 200
DEPTH_MAX = 8
CASES_MAX = 32
ITEMS_MAX = 1_000
"""Iterations of one `for`."""
STEPS_MAX = 10_000
"""Tasks that one instance may begin, so that a jump backwards cannot go on for ever."""
STEPS_AT_ONCE_MAX = 1_000
"""Tasks in one turn, so that an instance that never waits gives way to others."""
STATE_BYTES_MAX = 262_144
EXPRESSION_CHARS_MAX = 1_024
WAIT_MS_MAX = 366 * 86_400_000
CALL_MS_MAX = 30_000
CALL_MS = 10_000
"""How long a call may take that names no timeout of its own."""
ATTEMPTS_MAX = 100
EVENTS_WAITING_MAX = 64
