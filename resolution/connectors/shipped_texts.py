"""Texts that ship, in English and Hindi, for the workflows that ship: a tenant's own of the same name takes their place."""

from collections.abc import Mapping

import msgspec

from resolution.connectors.lengths import MessageChannel
from resolution.connectors.texts import places_of


class ShippedText(msgspec.Struct, frozen=True, kw_only=True):
    """placeholders: what a step gives values for."""

    name: str
    channel: MessageChannel
    language: str
    subject: str = ""
    text: str

    @property
    def placeholders(self) -> list[str]:
        return places_of(self.subject, self.text)


_SHORT: dict[str, dict[str, str]] = {
    "missing-pan": {
        "en": "Payout {payout} is on hold because we do not have your PAN. Please send it to us within 3 days.",
        "hi": "भुगतान {payout} रुका हुआ है क्योंकि हमारे पास आपका PAN नहीं है। कृपया 3 दिन में भेजें।",
    },
    "payout-delayed": {
        "en": "Payout {payout} is taking longer than usual. We are on it; you need not do anything.",
        "hi": "भुगतान {payout} में सामान्य से अधिक समय लग रहा है। हम इस पर काम कर रहे हैं; आपको कुछ नहीं करना है।",
    },
    "payout-credited": {
        "en": "Payout {payout} has been credited to your account.",
        "hi": "भुगतान {payout} आपके खाते में जमा हो गया है।",
    },
    "refund-sent": {
        "en": "Your refund {refund} has been sent. It reaches your account in a few working days.",
        "hi": "आपका रिफ़ंड {refund} भेज दिया गया है। यह कुछ कार्य दिवसों में आपके खाते में पहुँच जाएगा।",
    },
    "card-blocked": {
        "en": "We blocked your card after an unusual payment. If you made that payment, please call us.",
        "hi": "एक असामान्य भुगतान के बाद हमने आपका कार्ड बंद कर दिया है। यदि वह भुगतान आपने किया था, तो हमें फ़ोन करें।",
    },
    "account-unlocked": {
        "en": "Your account is open again. If you did not ask for this, please call us at once.",
        "hi": "आपका खाता फिर से खुल गया है। यदि आपने यह नहीं माँगा था, तो तुरंत हमें फ़ोन करें।",
    },
}
_SUBJECTS: dict[str, dict[str, str]] = {
    "missing-pan": {"en": "We need your PAN", "hi": "हमें आपका PAN चाहिए"},
    "payout-delayed": {"en": "Your payout is delayed", "hi": "आपके भुगतान में देरी है"},
    "payout-credited": {"en": "Your payout has arrived", "hi": "आपका भुगतान पहुँच गया है"},
    "refund-sent": {"en": "Your refund is on its way", "hi": "आपका रिफ़ंड रास्ते में है"},
    "card-blocked": {"en": "Your card is blocked", "hi": "आपका कार्ड बंद है"},
    "account-unlocked": {"en": "Your account is open again", "hi": "आपका खाता फिर से खुल गया है"},
}
_CHANNELS: tuple[MessageChannel, ...] = ("mail", "sms", "whatsapp")

SHIPPED: tuple[ShippedText, ...] = tuple(
    ShippedText(
        name=name,
        channel=channel,
        language=language,
        subject=_SUBJECTS[name][language] if channel == "mail" else "",
        text=text,
    )
    for name, texts in _SHORT.items()
    for channel in _CHANNELS
    for language, text in texts.items()
)


def shipped_of(name: str, channel: str) -> Mapping[str, ShippedText]:
    """What ships under a name for a channel, by language."""
    return {each.language: each for each in SHIPPED if (each.name, each.channel) == (name, channel)}
