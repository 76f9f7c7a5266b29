"""Time zones by name, from the pinned `tzdata` alone, so that every machine agrees on every clock change."""

import zoneinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# The machine's own zone files may be older or newer than another machine's: they are not asked.
zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()


class UnknownZoneError(ValueError):
    """There is no time zone of that name."""


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name, such as `Europe/London`.

    Raises:
        UnknownZoneError: there is none of that name.
    """
    if name not in zone_names():
        raise UnknownZoneError(f"there is no time zone {name!r}; write one such as Europe/London")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise UnknownZoneError(f"the time zone {name!r} cannot be read") from error


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@cache
def zones_of_countries() -> dict[str, tuple[str, ...]]:
    """Return the zones of each country (ISO 3166 code), as tzdata's own table lists them."""
    found: dict[str, list[str]] = {}
    for country, _, name in _rows("zone.tab"):
        found.setdefault(country, []).append(name)
    return {country: tuple(names) for country, names in found.items()}


@cache
def country_names() -> dict[str, str]:
    """Return the English name of each country (ISO 3166 code), as tzdata's own table has it."""
    return {row[0]: row[1] for row in _rows("iso3166.tab")}


def _rows(table: str) -> list[list[str]]:
    text = files("tzdata.zoneinfo").joinpath(table).read_text(encoding="utf-8")
    return [line.split("\t")[:3] for line in text.splitlines() if line and not line.startswith("#")]
