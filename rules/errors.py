"""What can be wrong with a ruleset or a request about one."""

from core.errors import ErrorKind, PlatformError


class RulesetRefused(PlatformError):
    """The graph could not be bounded, or would not answer on some path; `fields` names each node, row and cell."""

    kind = ErrorKind.INVALID
    code = "ruleset_refused"
    fix = "Correct the named nodes, rows and cells, and send the ruleset again."


class RulesetTooSlow(PlatformError):
    kind = ErrorKind.INVALID
    code = "ruleset_too_slow"
    fix = "Use fewer rows, columns and nodes, or put the rows that match most often first."


class RulesetNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "ruleset_not_found"
    fix = "List the use cases; each has one ruleset."


class RulesetVersionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "ruleset_version_not_found"
    fix = "List the versions of this ruleset."


class FactsRefused(PlatformError):
    """Facts given to a dry run are not what this use case's rules can see."""

    kind = ErrorKind.INVALID
    code = "facts_refused"
    fix = "Send only the facts that the check names, each of its kind; leave out what is missing."
