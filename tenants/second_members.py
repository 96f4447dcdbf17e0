"""Four eyes: two members stand behind a change, whichever credentials they used.

A credential acts for the member that made it, so that nobody approves their own change with another key. What a credential of
the installation wrote has no member behind it, and needs two that approve.
"""

from collections.abc import Iterable
from uuid import UUID

from core.errors import ErrorKind, PlatformError
from core.ids import public
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission
from tenants.principals import Principal

MEMBERS_MIN = 2


class ApprovalNeedsMember(PlatformError):
    """The credential acts for nobody: the installation made it, or its member has left."""

    kind = ErrorKind.FORBIDDEN
    code = "approval_needs_member"
    fix = "Sign in as a member, or use a key or client that a member made."


class ApprovalOfOwnChange(PlatformError):
    kind = ErrorKind.FORBIDDEN
    code = "approval_of_own_change"
    fix = "Ask another member whose role may approve."


def second_member(caller: Principal, author: UUID | None, permission: Permission) -> UUID:
    """Return the member that the caller acts for, who is not the author of the change.

    Raises: PermissionDenied, ApprovalNeedsMember, ApprovalOfOwnChange.
    """
    caller.require(permission)
    if caller.member_id is None:
        raise ApprovalNeedsMember(
            "An approval is a member's, and this credential acts for none.",
            fix=f"{ApprovalNeedsMember.fix} {who_may(permission, author)}",
        )
    if caller.member_id == author:
        raise ApprovalOfOwnChange(
            "Nobody approves their own change, with whichever credential.", fix=who_may(permission, author)
        )
    return caller.member_id


def person_of(caller: Principal) -> str:
    """Who stands behind a credential: two keys of one member are one person; a key that acts for nobody is its own."""
    return caller.id if caller.member_id is None else public("mbr", caller.member_id)


def is_vouched(author: UUID | None, approvers: Iterable[UUID]) -> bool:
    """Say whether somebody approved, and two members stand behind the change."""
    found = set(approvers)
    return bool(found) and len(found if author is None else {*found, author}) >= MEMBERS_MIN


def who_may(permission: Permission, author: UUID | None, approvers: Iterable[UUID] = ()) -> str:
    """Say who may approve, in a sentence."""
    roles = " or ".join(role.value for role, held in PERMISSIONS_OF_ROLE.items() if permission in held)
    but = [public("mbr", member) for member in (author, *approvers) if member is not None]
    other = f" other than {' and '.join(but)}" if but else ""
    return f"A member with the role {roles}{other} may approve it, or a credential of such a member with {permission.value}."
