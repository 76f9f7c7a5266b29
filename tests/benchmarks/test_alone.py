"""A method measured in a process of its own, what it weighs, and the tables made of it."""

import json
from pathlib import Path

import pytest

from bot.benchmarks.alone import OWN, contestants, measure_alone
from bot.benchmarks.footprint import installed_mb, memory_mb
from bot.benchmarks.intents import Question
from bot.benchmarks.minilm import NEEDED, MiniLM
from bot.benchmarks.report import HEADING, line, markdown
from tests.commands.test_commands import bot

ROWS = [
    ("when do you open", "hours", "train"),
    ("what are your opening hours", "hours", "train"),
    ("where is the library", "place", "train"),
    ("how do I get to you", "place", "train"),
    ("when are you open", "hours", "test"),
    ("where is it", "place", "test"),
    ("who won the match", "__oos__", "test"),
]
KEYS = "data method noise top1 top3 auroc mcc_best mcc_kb oos_recall_kb p50_ms p99_ms memory_mb installed_mb"


def test_a_row_has_figures_costs_and_no_figure_that_there_is_not() -> None:
    rows = measure_alone(
        "small", [Question(*row) for row in ROWS], "rapidfuzz token_set_ratio", (0.0, 0.6), 20
    )
    assert [row["noise"] for row in rows] == [0.0, 0.6]
    assert set(KEYS.split()) <= set(rows[0])
    assert rows[0]["mcc_kb"] is None
    assert set(rows[0]["intervals"]) == {"top1", "auroc", "mcc_best"}
    assert 10 < rows[0]["memory_mb"] < 200
    assert 0 <= rows[0]["grown_mb"] < rows[0]["memory_mb"]
    json.loads(json.dumps(rows, allow_nan=False))


def test_the_command_measures_prints_and_makes_tables(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text("text,label,split\n" + "\n".join(map(",".join, ROWS)) + "\n", encoding="utf-8")
    ran = bot("benchmark", "intents", str(file), "--peers", "--json", "--draws", "20", "--most", "2")
    assert ran.returncode == 0, ran.stderr
    rows = json.loads(ran.stdout)
    here = [name for name, found in contestants(with_peers=True).items() if found.is_installed()]
    measured = list(dict.fromkeys(row["method"] for row in rows))
    failed = [name for name in here if f"{name} on desk: " in ran.stderr]
    assert measured == [name for name in here if name not in failed]
    assert OWN in measured
    assert {row["data"] for row in rows} == {"desk"}
    assert [row["noise"] for row in rows[:3]] == [0.0, 0.25, 0.6]
    for name in set(contestants(with_peers=True)) - set(here):
        assert f'{name} is left out: install the extra, pip install "ql-bot[bench]".' in ran.stderr
    (tmp_path / "rows.json").write_text(ran.stdout)
    made = bot("benchmark", "table", str(tmp_path / "rows.json"))
    assert f"| {OWN} |" in made.stdout
    assert bot("benchmark", "intents", str(tmp_path / "rows.json")).returncode == 2


def test_lines_stand_under_their_heading_and_means_are_means() -> None:
    [own] = measure_alone("small", [Question(*row) for row in ROWS], OWN, (0.0,), 20)
    assert len(line(own)) == len(HEADING)
    assert "[" in line(own)
    half = {**own, "data": "other", "top1": own["top1"] / 2, "mcc_kb": None}
    text = markdown([own, half])
    assert "### Mean of all 2 sets" in text
    assert f"| {OWN} | {own['top1'] * 0.75:.3f}".replace(" 0.", " .") in text


def test_weights_are_those_of_packages_and_what_they_require(tmp_path: Path) -> None:
    (tmp_path / "word_list").write_bytes(bytes(2_000_000))
    assert installed_mb((), files=[tmp_path]) == pytest.approx(2.0)
    assert installed_mb(["no-such-package"]) == 0
    assert installed_mb(["rapidfuzz"]) > 1
    # It requires httpx and more; alone it weighs less.
    assert installed_mb(["python-telegram-bot"]) > installed_mb((), alone=["python-telegram-bot"]) > 1
    assert memory_mb() > 10


def test_the_encoder_knows_what_belongs_together() -> None:
    for needed in NEEDED:
        pytest.importorskip(needed)
    cat, kitten, tax = MiniLM().encode(["a cat sat down", "the kitten is sitting", "tax is due in April"])
    assert cat @ kitten > cat @ tax + 0.3
    assert cat @ cat == pytest.approx(1.0, abs=1e-5)
