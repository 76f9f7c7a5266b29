"""A small knowledge base for the tests: what people ask at the desk of a public library."""

from bot.core.matching import English, Phrasing

ASKED = {
    "opening_hours": (
        "when are you open",
        "what are your opening hours",
        "are you open on sunday",
        "how late is the library open",
        "closing time",
        "do you close early on fridays",
        "holiday hours",
    ),
    "renew_loan": (
        "renew",
        "can I renew my books",
        "how do I extend a loan",
        "I need my book for another week",
        "keep a book longer",
        "renew a loan by telephone",
        "extend the return date",
    ),
    "late_fee": (
        "what is the fine for a late book",
        "late fee",
        "I returned my book too late, what do I pay",
        "how much is overdue per day",
        "do children pay overdue fees",
        "pay a fine",
    ),
    "lost_card": (
        "I lost my card",
        "my library card was stolen",
        "replacement card",
        "how much is a new card",
        "card does not work any more",
    ),
    "printing": (
        "can I print here",
        "where is the printer",
        "how much is a colour copy",
        "print from my laptop",
        "scan a document",
        "photocopier",
    ),
    "wifi": (
        "wifi password",
        "how do I get on the wireless network",
        "is there internet for visitors",
        "the wifi is slow",
        "connect my phone to the internet",
    ),
    "not:bookshop": (
        "can I buy this novel",
        "do you sell books",
        "price of a gift voucher",
        "buy a calendar",
    ),
    "courtesy:thanks": ("thanks", "thank you", "many thanks for your help", "cheers"),
}

SYNONYMS = (("wifi", "wireless network", "wlan"), ("fine", "penalty", "overdue fee"))

ENGLISH_WORDS = ("the", "car", "garden", "weather", "shoulder", "clothing", "novels", "pint", "fried")
ENGLISH = English(ENGLISH_WORDS)


def phrasings() -> list[Phrasing]:
    return [Phrasing(text, label) for label, texts in ASKED.items() for text in texts]
