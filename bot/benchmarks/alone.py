"""One method measured in a process of its own, so that its memory and its speed are its own."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from time import process_time
from typing import Any

from bot.benchmarks.footprint import memory_mb
from bot.benchmarks.intents import NOISE_LEVELS, Question, benchmark
from bot.benchmarks.peers import Peer, own, peers

OWN = "ql-bot"

_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Row = dict[str, Any]
"""A `MetricRow` with `data`, `memory_mb`, `grown_mb`, `installed_mb`; a figure that there is not is None."""


class FailedMethodError(Exception):
    """A method broke down; the message is what its process said last."""


def contestants(*, with_peers: bool) -> dict[str, Peer]:
    """Return what can be measured, by name, this project's matcher first."""
    return {OWN: own(), **(peers() if with_peers else {})}


def measure_alone(
    data: str,
    questions: Sequence[Question],
    name: str,
    levels: Sequence[float] = NOISE_LEVELS,
    draws: int = 200,
) -> list[Row]:
    """Measure one method in a new process with one thread; return a row for each level of noise.

    Args:
        data: the name of the set.
        questions: the set.
        name: the name of the method.
        levels: shares of words that get a typing error.
        draws: bootstrap samples for the intervals.

    Raises:
        FailedMethodError: it broke down.
    """
    rows = [(q.text, q.label, q.split) for q in questions]
    ran = subprocess.run(  # noqa: S603  (this very module)
        [sys.executable, "-m", __name__],
        input=json.dumps({"data": data, "name": name, "questions": rows, "levels": levels, "draws": draws}),
        env={**os.environ, **_ONE_THREAD},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        raise FailedMethodError(f"{name} on {data}: {(ran.stderr.strip().splitlines() or ['no word'])[-1]}")
    measured: list[Row] = json.loads(ran.stdout)
    return measured


def measured_here(order: Row) -> list[Row]:
    """Measure one method in this process, as `measure_alone` orders it.

    The clock is the processor's: with one thread, it tells what an idle machine would take.
    """
    contestant = contestants(with_peers=True)[order["name"]]
    questions = [Question(*row) for row in order["questions"]]
    before = memory_mb()
    rows = benchmark(
        questions, {order["name"]: contestant.make()}, process_time, order["levels"], order["draws"]
    )
    after = memory_mb()
    costs = {"memory_mb": after, "grown_mb": after - before, "installed_mb": contestant.installed_mb()}
    return [{"data": order["data"], **_plain(asdict(row)), **costs} for row in rows]


def _plain(figures: Row) -> Row:
    return {name: None if _is_nan(value) else value for name, value in figures.items()}


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured_here(json.load(sys.stdin))))
