"""The version of this client, and of the API that it speaks."""

VERSION = "0.1.0"
API_VERSION = "2026-11-21"
USER_AGENT = f"countermark-python/{VERSION}"
