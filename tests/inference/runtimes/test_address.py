"""Addresses of model servers."""

import pytest

from inference.runtimes import address


@pytest.mark.parametrize(
    ("url", "protocol", "authority", "tls"),
    [
        ("grpc://models:8001", "grpc", "models:8001", False),
        ("grpcs://models.example.com:443", "grpc", "models.example.com:443", True),
        ("http://127.0.0.1:8000", "http", "127.0.0.1:8000", False),
        ("https://models.example.com/triton/", "http", "models.example.com/triton", True),
    ],
)
def test_an_address_is_taken_apart(url: str, protocol: str, authority: str, tls: bool) -> None:
    """The scheme chooses protocol and TLS; a path goes along over HTTP."""
    found = address.parse(url)
    assert (found.protocol, found.authority, found.tls) == (protocol, authority, tls)


@pytest.mark.parametrize(
    "url",
    [
        "models:8001",
        "ftp://models",
        "grpc://",
        "grpc://models/path",
        "http://me:secret@models",
        "http://a?b=c",
    ],
)
def test_what_is_none_is_refused(url: str) -> None:
    """A credential does not belong into an address, nor a path into a gRPC one."""
    with pytest.raises(ValueError, match="address"):
        address.parse(url)


def test_the_token_does_not_show() -> None:
    """Neither in repr nor in a traceback that prints it."""
    assert "sesame" not in repr(address.parse("grpc://models:8001", "sesame"))
