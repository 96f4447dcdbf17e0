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


class RulesetNotApproved(PlatformError):
    """What decides here waits for a second member; `fix` says who may approve."""

    kind = ErrorKind.PRECONDITION
    code = "ruleset_not_approved"
    fix = "Ask a member who may approve, other than its author."


class RulesetVersionRefused(PlatformError):
    """A member refused the version, which is for ever."""

    kind = ErrorKind.PRECONDITION
    code = "ruleset_version_refused"
    fix = (
        "Push what is to be done instead: the same graph again makes another version, which can be approved."
    )


class RulesetVersionUsed(PlatformError):
    """It decides, or has decided: there is nothing left to refuse."""

    kind = ErrorKind.PRECONDITION
    code = "ruleset_version_used"
    fix = "Roll back, or activate another version."


class RulesetDigestDiffers(PlatformError):
    """The approval names another content than the version's."""

    kind = ErrorKind.INVALID
    code = "ruleset_digest_differs"
    fix = "Read the version again, and approve what it says, with its digest."


class NothingToRollBack(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "ruleset_nothing_before"
    fix = "The default that ships with the service decides already; activate a version."


class RulesetShadowNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "ruleset_shadow_not_found"
    fix = "Put a version into the shadow, or name one that was there with `ruleset_version_id`."
