"""Every permission of the product, and which role holds which.

A use case asks for one permission (`caller.require(Permission.RULES_ACTIVATE)`); a role is a fixed set of them; an API key or
OAuth client holds its own set, always within what its creator held. The words are public: they are the OAuth2 scopes.
"""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a principal may do, as `noun:verb`. Also the name of an OAuth2 scope, so never renamed."""

    DECISIONS_CREATE = "decisions:create"
    DECISIONS_READ = "decisions:read"
    PREDICTIONS_CREATE = "predictions:create"
    BATCHES_CREATE = "batches:create"
    BATCHES_READ = "batches:read"
    FEEDBACK_WRITE = "feedback:write"
    PAYMENTS_READ = "payments:read"
    PAYMENTS_WRITE = "payments:write"
    MODELS_READ = "models:read"
    MODELS_WRITE = "models:write"
    MODELS_DEPLOY = "models:deploy"
    FEATURES_READ = "features:read"
    FEATURES_WRITE = "features:write"
    RULES_READ = "rules:read"
    RULES_WRITE = "rules:write"
    RULES_ACTIVATE = "rules:activate"
    RULES_BACKTEST = "rules:backtest"
    LISTS_WRITE = "lists:write"
    SUPPRESSIONS_WRITE = "suppressions:write"
    RULES_APPROVE = "rules:approve"
    ALERTS_READ = "alerts:read"
    ALERTS_WRITE = "alerts:write"
    ALERTS_CONFIGURE = "alerts:configure"
    CAUSES_READ = "causes:read"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    CASES_APPROVE = "cases:approve"
    CASES_CONFIGURE = "cases:configure"
    VENDOR_PAYMENTS_READ = "vendor_payments:read"
    VENDOR_PAYMENTS_WRITE = "vendor_payments:write"
    VENDOR_PAYMENTS_RELEASE = "vendor_payments:release"
    ACCESS_GRANT = "access:grant"
    CUSTOMERS_ERASE = "customers:erase"
    CUSTOMERS_EXPORT = "customers:export"
    RETENTION_WRITE = "retention:write"
    ENVIRONMENTS_EXPORT = "environments:export"
    ENVIRONMENTS_CLOSE = "environments:close"
    SANDBOX_WRITE = "sandbox:write"
    LEDGER_READ = "ledger:read"
    LEDGER_EXPORT = "ledger:export"
    LEDGER_ROTATE = "ledger:rotate"
    MEMBERS_READ = "members:read"
    MEMBERS_WRITE = "members:write"
    KEYS_READ = "keys:read"
    KEYS_WRITE = "keys:write"
    CLIENTS_READ = "clients:read"
    CLIENTS_WRITE = "clients:write"
    TENANTS_READ = "tenants:read"
    TENANTS_WRITE = "tenants:write"
    TENANTS_CREATE = "tenants:create"
    USAGE_READ = "usage:read"
    REQUESTS_READ = "requests:read"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    CONNECTORS_READ = "connectors:read"
    CONNECTORS_WRITE = "connectors:write"
    FEEDS_READ = "feeds:read"
    FEEDS_WRITE = "feeds:write"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    WORKFLOWS_READ = "workflows:read"
    WORKFLOWS_WRITE = "workflows:write"
    WORKFLOWS_ACTIVATE = "workflows:activate"
    WORKFLOWS_RUN = "workflows:run"
    WORKFLOWS_ANSWER = "workflows:answer"


class Role(StrEnum):
    """What a member is in a tenant. A member holds one role."""

    OWNER = "owner"
    ADMIN = "admin"
    DEVELOPER = "developer"
    ANALYST = "analyst"
    AGENT = "agent"
    AUDITOR = "auditor"
    VIEWER = "viewer"


P = Permission

# Making tenants is the installation's business, never a tenant's: only the system principal holds it.
EVERY_PERMISSION: frozenset[Permission] = frozenset(Permission)
TENANT_PERMISSIONS: frozenset[Permission] = EVERY_PERMISSION - {P.TENANTS_CREATE}

# What is left in an environment that was closed: reading it, taking it away, who may do so, and erasing people. The installation may reopen it.
OF_CLOSED: frozenset[Permission] = frozenset(
    {each for each in Permission if each.endswith((":read", ":export"))}
    | {
        P.KEYS_WRITE,
        P.CLIENTS_WRITE,
        P.MEMBERS_WRITE,
        P.ACCESS_GRANT,
        P.CUSTOMERS_ERASE,
        P.TENANTS_WRITE,
        P.TENANTS_CREATE,
    }
)
# And once its keys go: the log, to which nothing is added.
OF_DESTROYED: frozenset[Permission] = frozenset({P.LEDGER_READ, P.LEDGER_EXPORT, P.TENANTS_READ})

_VIEWER = frozenset(
    {
        P.DECISIONS_READ,
        P.BATCHES_READ,
        P.PAYMENTS_READ,
        P.MODELS_READ,
        P.FEATURES_READ,
        P.RULES_READ,
        P.WORKFLOWS_READ,
        P.ALERTS_READ,
        P.CAUSES_READ,
        P.CASES_READ,
        P.VENDOR_PAYMENTS_READ,
        P.LEDGER_READ,
        P.TENANTS_READ,
        P.USAGE_READ,
        P.WEBHOOKS_READ,
        P.CONNECTORS_READ,
        P.FEEDS_READ,
        P.MESSAGES_READ,
    }
)

PERMISSIONS_OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.OWNER: TENANT_PERMISSIONS,
    # An admin runs everything but the tenant's own record, and taking all of an environment away: they stay with the owner.
    Role.ADMIN: TENANT_PERMISSIONS - {P.TENANTS_WRITE, P.ENVIRONMENTS_EXPORT, P.ENVIRONMENTS_CLOSE},
    # A developer integrates: keys and clients, models and rules as drafts, traffic; going live is for admin and analyst.
    Role.DEVELOPER: _VIEWER
    | {
        P.DECISIONS_CREATE,
        P.REQUESTS_READ,
        P.PREDICTIONS_CREATE,
        P.BATCHES_CREATE,
        P.FEEDBACK_WRITE,
        P.PAYMENTS_WRITE,
        P.MODELS_WRITE,
        P.FEATURES_WRITE,
        P.RULES_WRITE,
        P.WORKFLOWS_WRITE,
        P.WORKFLOWS_RUN,
        P.RULES_BACKTEST,
        P.KEYS_READ,
        P.KEYS_WRITE,
        P.CLIENTS_READ,
        P.CLIENTS_WRITE,
        P.WEBHOOKS_WRITE,
        P.CONNECTORS_WRITE,
        P.FEEDS_WRITE,
        P.MESSAGES_WRITE,
    },
    # An analyst owns what decides: rules, lists and deployments.
    Role.ANALYST: _VIEWER
    | {
        P.DECISIONS_CREATE,
        P.PREDICTIONS_CREATE,
        P.BATCHES_CREATE,
        P.FEEDBACK_WRITE,
        P.MODELS_WRITE,
        P.FEATURES_WRITE,
        P.MODELS_DEPLOY,
        P.RULES_WRITE,
        P.RULES_BACKTEST,
        P.RULES_ACTIVATE,
        P.WORKFLOWS_WRITE,
        P.WORKFLOWS_ACTIVATE,
        P.WORKFLOWS_RUN,
        P.WORKFLOWS_ANSWER,
        P.RULES_APPROVE,
        P.ALERTS_WRITE,
        P.ALERTS_CONFIGURE,
        P.CASES_WRITE,
        P.CASES_APPROVE,
        P.CASES_CONFIGURE,
        P.LISTS_WRITE,
        P.SUPPRESSIONS_WRITE,
        P.MESSAGES_WRITE,
    },
    # An agent answers customers: looks up, asks again, says what turned out to be true.
    Role.AGENT: frozenset(
        {
            P.DECISIONS_CREATE,
            P.DECISIONS_READ,
            P.PAYMENTS_READ,
            P.FEEDBACK_WRITE,
            P.ALERTS_READ,
            P.ALERTS_WRITE,
            P.CAUSES_READ,
            P.CASES_READ,
            P.CASES_WRITE,
            P.WORKFLOWS_READ,
            P.WORKFLOWS_RUN,
            P.WORKFLOWS_ANSWER,
            P.TENANTS_READ,
        }
    ),
    # An auditor reads everything, takes it away, and changes nothing.
    Role.AUDITOR: _VIEWER | {P.LEDGER_EXPORT, P.MEMBERS_READ, P.KEYS_READ, P.CLIENTS_READ},
    Role.VIEWER: _VIEWER,
}
