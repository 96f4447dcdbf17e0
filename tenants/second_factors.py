"""Time-based codes (RFC 6238) and recovery codes: pure functions, no storage."""

import base64
import hmac
import secrets
from uuid import UUID

import pyotp

from tenants.installation_keys import Pepper

STEP_S = 30
DRIFT_STEPS = 1
SEED_BYTES = 20
RECOVERY_CODES = 10
_RECOVERY_LENGTH = 12
_RECOVERY_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


def provisioning_uri(seed: bytes, account: str) -> str:
    """The text of the QR code that an authenticator app scans."""
    return _totp(seed, 6).provisioning_uri(name=account, issuer_name="Countermark")


def accepted_step(seed: bytes, code: str, now_s: float, *, after_step: int, digits: int = 6) -> int | None:
    """Return the time step whose code this is, or None.

    after_step: the last step that was accepted; that one and earlier ones are refused, so no code works twice
    (RFC 6238 section 5.2). One step of drift is allowed either way.
    """
    present = int(now_s) // STEP_S
    totp = _totp(seed, digits)
    accepted = None
    for step in range(max(present - DRIFT_STEPS, 0), present + DRIFT_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()) and step > after_step:
            accepted = step
    return accepted


def new_recovery_codes() -> list[str]:
    """Ten codes of 60 bits, for the day the phone is lost."""
    return [
        "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(pepper: Pepper, member_id: UUID, code: str) -> bytes:
    plain = code.strip().lower().replace("-", "")
    return pepper.digest("recovery/v1", member_id.bytes + plain.encode())


def _totp(seed: bytes, digits: int) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(seed).decode(), digits=digits)
