"""How long messages may be, by channel; and of an SMS, in how many parts it goes out.

Sources: 3GPP TS 23.038 (the default alphabet of 7 bits and its extension) and TS 23.040 (160 characters in one part, 153 in one of
several; 70 and 67 where a character outside of the alphabet makes it UCS-2). Meta's limits of WhatsApp: 4,096 characters of a text,
1,024 of the body of an approved template.
"""

from typing import Literal

import msgspec

MessageChannel = Literal["mail", "sms", "whatsapp"]
SUBJECT_CHARS_MAX = 200
MAIL_CHARS_MAX = 20_000
WHATSAPP_CHARS_MAX = 4_096
WHATSAPP_TEMPLATE_CHARS_MAX = 1_024
SMS_PARTS_MAX = 10

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑ\u00dc\u00a7¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")

Encoding = Literal["gsm7", "ucs2"]


class SmsSize(msgspec.Struct, frozen=True):
    """encoding: ucs2 where one character is not of the alphabet of SMS. units: of 7 or 16 bits. parts: what is paid for."""

    encoding: Encoding
    units: int
    parts: int


def sms_size(text: str) -> SmsSize:
    """Say how an SMS goes out. A character that takes two units never stands across two parts."""
    encoding: Encoding = "gsm7" if all(each in _BASIC or each in _EXTENDED for each in text) else "ucs2"
    widths = [_width(each, encoding) for each in text]
    units = sum(widths)
    single, several = (160, 153) if encoding == "gsm7" else (70, 67)
    if units <= single:
        return SmsSize(encoding, units, 1)
    parts, filled = 1, 0
    for width in widths:
        if filled + width > several:
            parts, filled = parts + 1, 0
        filled += width
    return SmsSize(encoding, units, parts)


def too_long(channel: MessageChannel, text: str, *, approved: bool) -> str | None:
    """Say why a text cannot go out by a channel, or None. approved: it is the body of a provider's template."""
    if channel == "sms":
        size = sms_size(text)
        over = size.parts > SMS_PARTS_MAX
        return f"It takes {size.parts} parts; an SMS has {SMS_PARTS_MAX} at most." if over else None
    most = MAIL_CHARS_MAX if channel == "mail" else WHATSAPP_CHARS_MAX
    if channel == "whatsapp" and approved:
        most = WHATSAPP_TEMPLATE_CHARS_MAX
    return f"It has {len(text)} characters; {most} are the most." if len(text) > most else None


def _width(character: str, encoding: Encoding) -> int:
    if encoding == "gsm7":
        return 2 if character in _EXTENDED else 1
    return 2 if ord(character) > 0xFFFF else 1
