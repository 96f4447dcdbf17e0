"""The page that the link of an invitation leads to. It and its files come from this process and ask no other host for anything."""

import asyncio
import functools
import importlib.resources

from api.rest.operations import Answer, Options, get

_STATIC = importlib.resources.files("api.rest") / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


def _page(operation_id: str, summary: str) -> Options:
    return Options(
        operation_id=operation_id, summary=summary, tag="reference", public=True, root=True, documented=False
    )


@functools.cache
def _static(name: str) -> bytes:
    return (_STATIC / name).read_bytes()


async def _file(name: str, media_type: str) -> Answer[bytes]:
    body = await asyncio.to_thread(_static, name)
    headers = {"content-type": f"{media_type}; charset=utf-8", "content-security-policy": _POLICY}
    return Answer(body=body, headers=headers)


@get("/console/invitations", **_page("getInvitationPage", "Accept an invitation"))
async def get_invitation_page() -> Answer[bytes]:
    return await _file("invitations.html", "text/html")


@get("/console/invitations.js", **_page("getInvitationScript", "The page's script"))
async def get_invitation_script() -> Answer[bytes]:
    return await _file("invitations.js", "text/javascript")


@get("/console/invitations.css", **_page("getInvitationStyle", "The page's style"))
async def get_invitation_style() -> Answer[bytes]:
    return await _file("invitations.css", "text/css")


HANDLERS = [get_invitation_page, get_invitation_script, get_invitation_style]
