"""All that answers a question, learnt from the knowledge folder and joined with the wording."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.cache import kept, key_of
from bot.check import findings
from bot.content.findings import ContentError
from bot.content.knowledge import ReadKnowledge, read_knowledge
from bot.content.languages import Languages, read_safety_lines
from bot.content.profile import Profile, read_profile
from bot.content.programmes import read_programmes
from bot.content.red_flags import read_red_flags
from bot.content.spoken_times import SpokenTimes, read_spoken_times
from bot.content.words import english_words
from bot.core.dialogue import Dialogue
from bot.core.knowledge import KnowledgeBase, SafetyLines
from bot.core.programme import Programmes
from bot.core.triage import RedFlagBook
from bot.messages import Messages, Owner
from bot.pictures import Pictures
from bot.settings import Settings

_LEARNT_BY = (*(Path(__file__).parent / room for room in ("core", "content")), Path(__file__))
"""The code whose change makes what was kept between starts worthless."""
_EVERY = 3  # of the phrasings, lest they outweigh messages as readers write them


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the knowledge folder holds, ready to answer: seconds of work, and it can be kept in a file."""

    read: ReadKnowledge
    red_flags: RedFlagBook
    safety_lines: SafetyLines
    programmes: Programmes
    spoken: SpokenTimes
    dialogue: Dialogue


@dataclass(frozen=True, slots=True)
class Mind:
    """All that answers a question, without any door: knowledge, rules and wording."""

    read: ReadKnowledge
    red_flags: RedFlagBook
    dialogue: Dialogue
    messages: Messages
    profile: Profile
    programmes: Programmes
    spoken: SpokenTimes


def build_mind(settings: Settings) -> Mind:
    """Read the knowledge base and the templates, and make them answer.

    Raises:
        ContentError: something in them has to be mended first.
    """
    return worded(settings, learnt(settings))


def learnt(settings: Settings) -> Learnt:
    """Return what the knowledge folder holds, as it was kept the last time if nothing has changed since.

    Raises:
        ContentError: something in it has to be mended first.
    """
    folder = settings.knowledge_dir
    # Findings name files, so that a copy in another place is another one.
    key = key_of((folder, *_LEARNT_BY), str(folder))
    return kept(settings.cache_dir, key, lambda: _learn(folder))


def worded(settings: Settings, known: Learnt) -> Mind:
    """Join what was learnt with the templates."""
    owner = Owner(
        country=settings.country,
        links={"guide": settings.guide_url},
        privacy_contact=settings.privacy_contact,
        keep_questions_days=settings.keep_questions_days,
    )
    return Mind(
        known.read,
        known.red_flags,
        known.dialogue,
        Messages(
            settings.templates_dir,
            known.read.base,
            known.red_flags,
            known.safety_lines,
            owner,
            known.programmes,
        ),
        read_profile(settings.templates_dir / "profile.yaml"),
        known.programmes,
        known.spoken,
    )


def refuse_mistakes(settings: Settings, mind: Mind, today: date) -> None:
    """Raise the findings with which the bot must not speak to readers.

    Raises:
        ContentError: there are some.
    """
    pictures = Pictures(settings.templates_dir).names()
    found = findings(mind, pictures=pictures, today=today, thorough=False)
    mistakes = [finding for finding in found if not finding.warning]
    if mistakes:
        raise ContentError(mistakes)


def _learn(folder: Path) -> Learnt:
    read = read_knowledge(folder)
    red_flags = read_red_flags(folder / "red_flags.yaml", read.sources, _ordinary_questions(read.base))
    safety_lines = read_safety_lines(folder / "languages.yaml")
    programmes = read_programmes(folder / "programmes")
    known_words = english_words()
    languages = Languages(safety_lines.lines, known_words)
    dialogue = Dialogue(read.base, red_flags, known_words, languages.other)
    spoken = read_spoken_times(folder / "reminder_words.yaml")
    return Learnt(read, red_flags, safety_lines, programmes, spoken, dialogue)


def _ordinary_questions(knowledge: KnowledgeBase) -> list[str]:
    """Return questions that raise no alarm: all that readers asked, and some of the many short phrasings."""
    phrasings = [phrasing for entry in knowledge.entries.values() for phrasing in entry.ask]
    return [*(asked.text for asked in knowledge.sorted_questions), *phrasings[::_EVERY]]
