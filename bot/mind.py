"""All that answers a question, learnt from the knowledge folder and joined with the wording."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bot.cache import Stamp, kept, key_of, stamp
from bot.check import findings
from bot.content.findings import ContentError, Finding
from bot.content.knowledge import ReadKnowledge, read_knowledge
from bot.content.languages import Languages, read_safety_lines
from bot.content.profile import Profile, read_profile
from bot.content.programmes import programme_findings, read_programmes
from bot.content.red_flags import read_red_flags
from bot.content.spoken_times import SpokenTimes, read_spoken_times
from bot.content.words import english_words
from bot.content.yaml_file import read_yaml
from bot.core.dialogue import Dialogue
from bot.core.knowledge import KnowledgeBase, SafetyLines
from bot.core.matching import English
from bot.core.programme import Programmes
from bot.core.triage import RedFlagBook
from bot.messages import Messages, Owner
from bot.pictures import Pictures
from bot.settings import Settings

_LEARNT_BY = (*(Path(__file__).parent / room for room in ("core", "content")), Path(__file__))
"""The code whose change makes what was kept between starts worthless."""

LIBRARIES = (
    *("dateparser", "markdown-it-py", "numpy", "py3langid", "pydantic"),
    *("pystemmer", "rapidfuzz", "ruamel.yaml", "tzdata", "tzfpy"),
)
"""The packages that this code goes by: another version may stem, weigh or read otherwise."""


@dataclass(frozen=True, slots=True)
class Content:
    """What clinicians wrote, as values: all that a mind is made of, before anything is learnt."""

    read: ReadKnowledge
    red_flags: RedFlagBook
    safety_lines: SafetyLines
    programmes: Programmes
    spoken: SpokenTimes


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the knowledge folder holds, ready to answer: seconds of work, and it can be kept in a file."""

    content: Content
    dialogue: Dialogue


@dataclass(frozen=True, slots=True)
class Mind:
    """All that answers a question, without any door: knowledge, rules and wording.

    Attributes:
        files: the stamp of the knowledge folder from before it was read.
    """

    read: ReadKnowledge
    red_flags: RedFlagBook
    dialogue: Dialogue
    messages: Messages
    profile: Profile
    programmes: Programmes
    spoken: SpokenTimes
    files: Stamp


def build_mind(settings: Settings, before_learning: Callable[[], None] = lambda: None) -> Mind:
    """Read the knowledge base and the templates, and make them answer.

    Args:
        settings: where they are.
        before_learning: called when it will take long, as nothing was kept from an earlier start.

    Raises:
        ContentError: something in them has to be mended first.
    """
    files = stamp(settings.knowledge_dir)
    return worded(settings, learnt(settings, before_learning), files)


def learnt(settings: Settings, before_learning: Callable[[], None] = lambda: None) -> Learnt:
    """Return what the knowledge folder holds, as it was kept the last time if nothing has changed since.

    Raises:
        ContentError: something in it has to be mended first.
    """
    folder = settings.knowledge_dir
    # Findings name files, so that a copy in another place is another one.
    name = " ".join([str(folder), *map(version, LIBRARIES)])

    def learn() -> Learnt:
        before_learning()
        return _learn(folder)

    return kept(settings.cache_dir, lambda: key_of((folder, *_LEARNT_BY), name), learn)


def worded(settings: Settings, known: Learnt, files: Stamp) -> Mind:
    """Join what was learnt with the templates.

    Args:
        settings: where the templates are.
        known: what was learnt.
        files: the stamp of the knowledge folder from before it was read.
    """
    content = known.content
    return Mind(
        content.read,
        content.red_flags,
        known.dialogue,
        build_messages(settings, content),
        read_profile(settings.templates_dir / "profile.yaml"),
        content.programmes,
        content.spoken,
        files,
    )


def build_messages(settings: Settings, content: Content) -> Messages:
    """Return what renders replies: the templates, with the content that they show."""
    owner = Owner(
        country=settings.country,
        links={"guide": settings.guide_url},
        privacy_contact=settings.privacy_contact,
        keep_questions_days=settings.keep_questions_days,
    )
    base, programmes = content.read.base, content.programmes
    return Messages(settings.templates_dir, base, content.red_flags, content.safety_lines, owner, programmes)


def refuse_mistakes(settings: Settings, mind: Mind, today: date) -> None:
    """Raise the findings with which the bot must not speak to readers.

    Raises:
        ContentError: there are some.
    """
    pictures = Pictures(settings.templates_dir).names()
    found = findings(mind, pictures=pictures, today=today, thorough=False)
    found += programmes_findings(settings, mind, pictures)
    mistakes = [finding for finding in found if not finding.warning]
    if mistakes:
        raise ContentError(mistakes)


def programmes_findings(settings: Settings, mind: Mind, pictures: frozenset[str]) -> list[Finding]:
    """Return what is to be mended in the programmes, beyond their form."""
    path = settings.knowledge_dir / "sources.yaml"
    sources = frozenset(map(str, read_yaml(path)))
    folder = settings.knowledge_dir / "programmes"
    return [*programme_findings(folder, mind.read.base, mind.red_flags, sources, pictures)]


def read_content(folder: Path) -> Content:
    """Read the knowledge folder.

    Raises:
        ContentError: something in it has to be mended first.
    """
    read = read_knowledge(folder)
    return Content(
        read,
        read_red_flags(folder / "red_flags.yaml", read.sources, _ordinary_questions(read.base)),
        read_safety_lines(folder / "languages.yaml"),
        read_programmes(folder / "programmes"),
        read_spoken_times(folder / "reminder_words.yaml"),
    )


def _learn(folder: Path) -> Learnt:
    content = read_content(folder)
    english = English(english_words())
    languages = Languages(content.safety_lines.lines, english)
    dialogue = Dialogue(content.read.base, content.red_flags, english, languages.other)
    return Learnt(content, dialogue)


def _ordinary_questions(knowledge: KnowledgeBase) -> list[str]:
    """Return questions that raise no alarm: those that were sorted, and the phrasings."""
    phrasings = (phrasing for entry in knowledge.entries.values() for phrasing in entry.ask)
    return [*(asked.text for asked in knowledge.sorted_questions), *phrasings]
