"""The command line, as clinicians, operators and developers use it: as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import Mind
from bot.commands.asking import answer_line
from bot.commands.operating import with_database
from bot.storage.database import Database
from tests.conftest import ROOT


def bot(
    *arguments: str, typed: str = "", folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in an empty folder, with the project's own knowledge unless told otherwise."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *arguments],
        cwd=folder or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": "", **environment},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
    )


def test_ask_answers_one_line_for_one_line_in_order() -> None:
    lines = [
        {"id": 1, "text": "is it safe with scoliosis"},
        {"id": "two", "text": "how long", "previous": "release_howto"},
        {"id": 3, "text": "hello"},
        {"id": 4, "text": "my groin has gone numb"},
        {"id": 5, "text": "what is the capital of France"},
        {"id": 6, "text": ""},
    ]
    ran = bot("ask", "--jsonl", typed="\n".join(map(json.dumps, lines)) + "\nnot json\n")
    assert ran.returncode == 0, ran.stderr
    out = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [line["id"] for line in out] == [1, "two", 3, 4, 5, 6, None]
    assert (out[0]["reply"], out[0]["entries"][0]) == ("answer", "scoliosis")
    assert out[1]["entries"][0] == "release_dose"
    assert (out[2]["reply"], out[2]["smalltalk"]) == ("smalltalk", "greeting")
    assert (out[3]["reply"], out[3]["red_flags"]) == ("urgent", ["rf_cauda_equina"])
    assert out[4]["reply"] == out[5]["reply"] == "unanswered"
    assert all(line["messages"] for line in out[:6])
    assert "Steps" not in "".join(out[3]["messages"])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ('{"id": 1, "text": "how long", "previous": ["release_howto"]}', 1),
        ('{"id": 1, "text": "how long", "previous": {}}', 1),
        ('{"id": 1, "text": null}', 1),
        ('{"id": 1, "text": ["how long"]}', 1),
        ('{"id": 1, "text": true}', 1),
        ('{"id": "one"}', "one"),
        ('{"id": NaN, "text": "how long"}', None),
        ('{"id": 1e999, "text": "how long"}', None),
        ("[" * 100_000, None),
        ("9" * 10_000, None),
        ('["how long"]', None),
        ("null", None),
    ],
    ids=lambda said: str(said)[:50],
)
def test_an_object_that_cannot_be_read_is_an_error_under_its_id(
    mind: Mind, line: str, number: object
) -> None:
    answer = answer_line(mind, line)
    assert (answer["id"], answer["reply"], answer["messages"]) == (number, "unanswered", [])
    assert '"text"' in answer["error"]


@pytest.mark.parametrize("line", ['\ufeff{"id": 1, "text": 12}\r\n', '{"id": 1, "text": "\\ud800 hello"}'])
def test_marks_and_half_signs_are_no_error(mind: Mind, line: str) -> None:
    answer = answer_line(mind, line)
    assert answer["id"] == 1
    assert "error" not in answer


def test_no_line_stops_those_that_follow() -> None:
    odd = ['{"id": "\\ud800", "text": "hi"}', '{"id": 2, "text": "caf\udce9"}', "[" * 100_000, "\udcff\udcfe"]
    ran = bot("ask", "--jsonl", typed="\ufeff" + "\n".join([*odd, "", '{"id": 5, "text": "hello"}']))
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.isascii()
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["\ud800", 2, None, None, 5]


def test_ask_says_why() -> None:
    ran = bot("ask", "is it safe with skoliosis", "--why")
    assert "skoliosis was read as scoliosis (1 letter changed" in ran.stdout
    assert "Result: none, so the question is matched" in ran.stdout
    assert "Result: scoliosis is sure enough to be answered" in ran.stdout


def test_ask_says_why_somebody_is_sent_to_get_help() -> None:
    ran = bot("ask", "my crotch is numb and i can't wee", "--why")
    assert "Result: told at once to get help (rf_cauda_equina, emergency)" in ran.stdout
    assert 'saw "numb" (present, the writer)' in ran.stdout


def test_chat_answers_piped_questions() -> None:
    ran = bot("chat", typed="is it safe with scoliosis\n1\n\nhello\n")
    assert ran.returncode == 0, ran.stderr
    assert "> is it safe with scoliosis\n\nScoliosis" in ran.stdout
    assert "Hello. Ask me anything" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_run_without_a_token_says_in_one_line_what_to_do(tmp_path: Path) -> None:
    ran = bot("run", folder=tmp_path)
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "@BotFather" in ran.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("COUNTRY", "Narnia"),
        ("MESSAGES_PER_SECOND", "many"),
        ("KNOWLEDGE_DIR", "/nowhere"),
        ("GUIDE_URL", "ftp://x"),
    ],
)
def test_a_broken_env_file_is_named_and_explained(tmp_path: Path, setting: str, value: str) -> None:
    (tmp_path / ".env").write_text(f"{setting}={value}\n")
    environment = {"KNOWLEDGE_DIR": value} if setting == "KNOWLEDGE_DIR" else {}
    ran = bot("run", folder=tmp_path, **environment)
    assert ran.returncode == 1
    assert setting in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("## Take care", "## Take cares", "K106"),
        ("title:", "titel:", "K102"),
        ("sources: [", "sources: [NOBODY, ", "K202"),
        ("next: [", "next: [nothing_like_it, ", "K201"),
        ("ask:", "ask: x: y", "K100"),
        ("reviewed: null", "reviewed: soon", "K104"),
        ("---\n", "", "K101"),
    ],
)
def test_a_broken_entry_stops_the_bot_with_file_line_and_remedy(
    knowledge: Path, old: str, new: str, code: str
) -> None:
    path = knowledge / "entries" / "conditions" / "scoliosis.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    # `run` stops on the same findings; one of them is enough to see it.
    for command in ("check", "run")[: 2 if code in ("K102", "K201") else 1]:
        ran = bot(command, KNOWLEDGE_DIR=str(knowledge), TELEGRAM_BOT_TOKEN="1:a")
        said = ran.stdout + ran.stderr
        assert ran.returncode == 1
        assert "conditions/scoliosis.md:" in said
        assert code in said
        assert "Traceback" not in said


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("topics: [sciatica]", "topics: [sciatic]", "K402"), ("from_session: 1", "from_session: 2", "K401")],
)
def test_a_programme_that_would_break_a_readers_fortnight_stops_the_bot(
    knowledge: Path, old: str, new: str, code: str
) -> None:
    path = knowledge / "programmes" / "fortnight.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for command in ("check", "run"):
        ran = bot(command, KNOWLEDGE_DIR=str(knowledge), TELEGRAM_BOT_TOKEN="1:a")
        said = ran.stdout + ran.stderr
        assert ran.returncode == 1
        assert "programmes/fortnight.yaml:" in said
        assert code in said
        assert "Traceback" not in said


def test_check_finds_a_phrasing_that_two_entries_claim(knowledge: Path) -> None:
    path = knowledge / "entries" / "conditions" / "scoliosis.md"
    text = path.read_text(encoding="utf-8").replace(
        "ask:\n", "ask:\n  - QL release\n  - my groin is numb and I cannot pee\n"
    )
    path.write_text(text, encoding="utf-8")
    ran = bot("check", KNOWLEDGE_DIR=str(knowledge))
    assert ran.returncode == 1
    assert "K203" in ran.stdout
    assert "rf_cauda_equina" in ran.stdout


def test_a_clinic_with_other_content_changes_no_code(knowledge: Path) -> None:
    for path in sorted((knowledge / "entries").glob("*/*.md")):
        if path.stem not in ("scoliosis", "bot_help", "reminders"):
            path.unlink()
        else:
            text = path.read_text(encoding="utf-8")
            path.write_text(
                "\n".join("next: []" if ln.startswith("next:") else ln for ln in text.split("\n"))
            )
    (knowledge / "not_covered.yaml").write_text("{}\n")
    ran = bot("ask", "can I do this with scoliosis", KNOWLEDGE_DIR=str(knowledge))
    assert ran.returncode == 0, ran.stderr
    assert "Scoliosis" in ran.stdout


def test_the_database_is_made_looked_at_saved_and_removed(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    looked = bot("doctor", DATABASE_URL=url)
    assert "run `migrate`" in looked.stdout
    assert not (tmp_path / "bot.sqlite3").exists()
    assert bot("migrate", DATABASE_URL=url).returncode == 0
    looked = bot("doctor", DATABASE_URL=url, TELEGRAM_BOT_TOKEN="1:a")
    assert looked.returncode == 0, looked.stdout
    assert "sound" in looked.stdout
    assert "Telegram token: set (not tried)" in looked.stdout
    assert f"Database: {tmp_path / 'bot.sqlite3'}" in looked.stdout
    assert "can be written to" in looked.stdout
    saved = bot("backup", str(tmp_path / "copy.sqlite3"), DATABASE_URL=url)
    assert saved.returncode == 0
    assert (tmp_path / "copy.sqlite3").stat().st_size > 0
    again = bot("backup", str(tmp_path / "copy.sqlite3"), DATABASE_URL=url)
    assert again.stderr == f"{tmp_path / 'copy.sqlite3'} exists already: name another file.\n"
    removed = bot("migrate", "--down", typed="y\n", DATABASE_URL=url)
    assert "empty" in removed.stdout


def test_a_failure_of_ours_is_not_blamed_on_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deed(_: Database) -> None:
        int("a mistake of ours")

    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    with pytest.raises(ValueError, match="a mistake of ours"):
        with_database(deed)


def test_evaluate_marks_labelled_messages_and_shows_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(
        "text,expected,kind,source\n"
        "is it safe with scoliosis,scoliosis,clean,\n"
        "how long,release_dose,followup,prev=release_howto\n"
        "is it safe with scoliosis,walking,clean,\n"
        "what is the capital of France,none,oos,\n",
        encoding="utf-8",
    )
    ran = bot("evaluate", str(file), "--errors", "--json")
    rates = json.loads(ran.stdout)
    assert (rates["rows"], rates["topic_right"], rates["none_rejected"]) == (4, 0.6667, 1.0)
    assert "wrong | clean | walking" in ran.stderr
    assert "columns text, expected" in bot("evaluate", str(ROOT / "pyproject.toml")).stderr


def test_benchmark_scale_measures_and_draws(tmp_path: Path) -> None:
    chart = tmp_path / "scale.svg"
    ran = bot("benchmark", "scale", "--size", "100", "--json", "--chart", str(chart))
    assert ran.returncode == 0, ran.stderr
    (row,) = json.loads(ran.stdout)
    assert row["size"] == 100
    assert row["top1"] == row["top1_exhaustive"]
    assert "What a question costs" in chart.read_text(encoding="utf-8")
    assert bot("benchmark", "scale", "--chart", "scale.txt").returncode == 2
