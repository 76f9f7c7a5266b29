"""What the knowledge base lacks: words and phrases of questions, counted, with what is near them."""

import asyncio
import json
from pathlib import Path

from bot.app import Mind, open_database
from bot.check.gaps import missing_phrases, missing_words
from bot.settings import Settings
from bot.storage import questions
from tests.commands.test_commands import bot

ASKED = (
    "can I use a quonzit instead of a roller",
    "is a quonzit too hard. I like quonzits",
    "is a glorp zeppelin safe with scoliosis",
    "can I use a glorp zeppelin",
    "is it safe with skoliosis",
    "is it safe with scoliosis",
)


def test_words_are_counted_by_question_the_most_frequent_first(mind: Mind) -> None:
    gaps = missing_words([*ASKED, "a quonzit"], mind.read.base, mind.dialogue.matcher)
    lacking = {gap.words: gap for gap in gaps if not gap.read_as}
    assert list(lacking)[:2] == ["quonzit", "glorp"]
    assert (lacking["quonzit"].questions, lacking["quonzit"].example) == (3, "a quonzit")
    assert lacking["glorp"].questions == 2
    assert "scoliosis" not in lacking


def test_a_word_taken_for_a_misspelling_says_for_which_and_comes_last(mind: Mind) -> None:
    gaps = missing_words(ASKED, mind.read.base, mind.dialogue.matcher)
    assert (gaps[-1].words, gaps[-1].read_as) == ("skoliosis", "scoliosis")


def test_nearest_words_are_words_that_the_knowledge_base_has(mind: Mind) -> None:
    [gap] = missing_words(["can I use a flibroller"], mind.read.base, mind.dialogue.matcher)
    known = mind.dialogue.matcher.rank(" ".join((*gap.spelt_like, *gap.used_like))).words
    assert "roller" in gap.spelt_like
    assert gap.used_like
    assert all(word.known for word in known)
    assert set(gap.entries) <= set(mind.read.base.entries)


def test_phrases_are_those_of_several_questions_that_no_phrasing_has(mind: Mind) -> None:
    found = {gap.words: gap.questions for gap in missing_phrases(ASKED, mind.read.base)}
    assert found["glorp zeppelin"] == 2
    assert not any("quonzit" in words for words in found)


def _keep(path: Path, asked: tuple[str, ...]) -> str:
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}")

    async def whole() -> None:
        database = open_database(settings)
        await database.migrate()
        async with database.begin() as session:
            for text in asked:
                await questions.note(session, 0.0, "unanswered", (), 0.0, text)
            await questions.note(session, 0.0, "answer", ("scoliosis",), 0.9, None)
        await database.close()

    asyncio.run(whole())
    return settings.database_url


def test_suggest_reads_the_kept_questions_or_a_file_and_says_what_to_do(tmp_path: Path) -> None:
    url = _keep(tmp_path / "bot.sqlite3", ASKED)
    ran = bot("suggest", DATABASE_URL=url)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.index("quonzit  (in 2 questions)") < ran.stdout.index("knowledge/vocabulary.yaml")
    assert "skoliosis, taken for scoliosis" in ran.stdout
    assert ran.stderr == ""
    (tmp_path / "asked.csv").write_text('text,kind\n"a glorp, please",clean\n', encoding="utf-8")
    found = json.loads(bot("suggest", str(tmp_path / "asked.csv"), "--json", DATABASE_URL=url).stdout)
    assert [gap["words"] for gap in found["words"]] == ["glorp"]
    (tmp_path / "asked.txt").write_text("what is a quonzit\n\n", encoding="utf-8")
    assert "quonzit  (in 1 question)" in bot("suggest", str(tmp_path / "asked.txt"), DATABASE_URL=url).stdout


def test_suggest_without_anything_to_read_says_so(tmp_path: Path) -> None:
    ran = bot("suggest", DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite3'}")
    assert ran.returncode == 1
    assert "run `migrate`" in ran.stderr
    assert "no unanswered questions" in bot("suggest", DATABASE_URL=_keep(tmp_path / "empty", ())).stdout
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    assert "needs a column text" in bot("suggest", str(tmp_path / "wrong.csv")).stderr
