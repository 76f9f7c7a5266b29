"""Which addresses Telegram accepts behind a link or a button."""

from urllib.parse import urlsplit

_SCHEMES = ("http", "https", "tg", "ton", "tonsite", "mailto", "tel")
_WEB_SCHEMES = ("http", "https", "tg")


def checked_link(address: str) -> str | None:
    """Return the address of a link in a text as Telegram stores it, or None where it drops the link."""
    address = address.strip()
    scheme, colon, _ = address.partition(":")
    if not colon or "." in scheme:
        return checked_link(f"http://{address}") if "." in address else None
    if scheme.lower() not in _SCHEMES:
        return None
    return address if scheme.lower() not in ("http", "https") or _has_host(address) else None


def is_button_link(address: str) -> bool:
    """Say whether a button may carry this address: http, https or tg, with a host."""
    parts = urlsplit(address)
    return parts.scheme.lower() in _WEB_SCHEMES and (parts.scheme.lower() == "tg" or _has_host(address))


def _has_host(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return "." in host.strip(".") or host == "localhost"
