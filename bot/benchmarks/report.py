"""Rows of figures as lines for a terminal and as tables for the documentation."""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Any

from bot.benchmarks.intents import NOISE_LEVELS

Row = dict[str, Any]

_WITH_INTERVAL = ("top1", "auroc", "mcc_best", "mcc_kb")
_SHOWN = (
    "top1",
    "top3",
    "auroc",
    "mcc_best",
    "right_oos80",
    "mcc_kb",
    "oos_recall_kb",
    "right_kb",
    "ece",
    "p50_ms",
    "p99_ms",
    "build_seconds",
    "memory_mb",
    "grown_mb",
    "installed_mb",
)
_WIDTH = {name: 20 if name in _WITH_INTERVAL else max(len(name), 6) for name in _SHOWN}

HEADING = f"{'data':<22} {'method':<25} noise " + " ".join(f"{name:>{_WIDTH[name]}}" for name in _SHOWN)
"""The line above `line`s."""


def line(row: Row) -> str:
    """Return one row of figures, intervals in brackets; a figure that there is not is a dash."""
    figures = " ".join(f"{_figure(row, name):>{_WIDTH[name]}}" for name in _SHOWN)
    return f"{row['data']:<22} {row['method']:<25} {row['noise']:>5} {figures}"


def _figure(row: Row, name: str) -> str:
    written = _written(row[name], 0 if name.endswith("_mb") else 3)
    interval = row["intervals"].get(name)
    return f"{written} [{_short(interval[0])}-{_short(interval[1])}]" if interval else written


def _written(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def markdown(rows: Sequence[Row]) -> str:
    """Return the means over all sets, then every set, each figure clean / lightly / heavily mistyped."""
    sets = list(dict.fromkeys(row["data"] for row in rows))
    hint3 = [name for name in sets if name.startswith("hint3_v1")]
    parts = []
    if len(hint3) > 1:
        parts.append(_table(f"Mean of {', '.join(hint3)}", [r for r in rows if r["data"] in hint3]))
    if len(sets) > 1:
        parts.append(_table(f"Mean of all {len(sets)} sets", rows))
    parts += [_table(name, [r for r in rows if r["data"] == name]) for name in sets]
    return "\n\n".join(parts)


_NOISY = {"top1": "top1", "auroc": "auroc", "mcc_best": "best MCC", "mcc_kb": "own MCC"}
_CLEAN = {"top3": "top3", "right_oos80": "right, 80 % rejected", "oos_recall_kb": "own rejection"}
_COSTS = {
    "p50_ms": ("p50 ms", 2),
    "p99_ms": ("p99 ms", 2),
    "memory_mb": ("MB", 0),
    "installed_mb": ("MB disk", 0),
}


def _table(title: str, rows: Sequence[Row]) -> str:
    heads = [
        "method",
        *_NOISY.values(),
        *_CLEAN.values(),
        *(head for head, _ in _COSTS.values()),
        "times p50",
    ]
    methods = list(dict.fromkeys(row["method"] for row in rows))
    by_method = {name: [row for row in rows if row["method"] == name] for name in methods}
    fastest = _mean(by_method[methods[0]], "p50_ms")
    body = [_cells(name, found, fastest) for name, found in by_method.items()]
    return "\n".join([f"### {title}", "", _joined(heads), _joined("---" for _ in heads), *map(_joined, body)])


def _cells(name: str, rows: Sequence[Row], fastest: float | None) -> list[str]:
    clean = [row for row in rows if row["noise"] == 0]
    noisy = [
        " / ".join(
            _written(_mean([r for r in rows if r["noise"] == level], measure)).removeprefix("0")
            for level in NOISE_LEVELS
        )
        + _spread(clean, measure)
        for measure in _NOISY
    ]
    quick = _mean(rows, "p50_ms")
    times = "-" if not fastest or quick is None else f"{quick / fastest:.1f}"
    return [
        name,
        *noisy,
        *(_written(_mean(clean, measure)).removeprefix("0") for measure in _CLEAN),
        *(_written(_mean(rows, cost), digits) for cost, (_, digits) in _COSTS.items()),
        times,
    ]


def _spread(rows: Sequence[Row], measure: str) -> str:
    """Return the interval of a single row; means have none here."""
    interval = rows[0]["intervals"].get(measure) if len(rows) == 1 else None
    return f" ({_short(interval[0])} to {_short(interval[1])})" if interval else ""


def _mean(rows: Iterable[Row], name: str) -> float | None:
    values = [row[name] for row in rows if row[name] is not None]
    return fsum(values) / len(values) if values else None


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
