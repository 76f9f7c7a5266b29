"""The closed set of things that the bot may say: one decision, one template of the same name."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.core.guidance import GuidanceReply
from bot.core.knowledge import CourtesyKind, EntryId
from bot.core.triage import Alarm, RedFlagId

NotText = Literal["photo", "voice", "video", "sticker", "document", "location", "contact", "other"]
"""What a reader sent that was not text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The entries that answer the utterance, one part each.

    Attributes:
        entries: at most three, in the order of asking.
        score: how sure the best match is, 0 to 1; 1 where the reader chose by a button.
        see_first: conditions that the reader named and that need a professional's word first.
        otherwise: entries that may have been meant instead, best first; none where it is sure.
    """

    entries: tuple[EntryId, ...]
    score: float = 1.0
    see_first: tuple[RedFlagId, ...] = ()
    otherwise: tuple[EntryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Up to three entries that may be meant; the reader chooses."""

    entries: tuple[EntryId, ...]
    score: float
    see_first: tuple[RedFlagId, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One yes-or-no safety question."""

    red_flag: RedFlagId


@dataclass(frozen=True, slots=True)
class Urgent:
    """Signs of serious illness: what to do now, and nothing else."""

    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No entry answers this.

    Attributes:
        nearest: entries that may help all the same.
        not_covered: the id of the known subject outside the bot's, if it is one.
        score: how sure the best match was, 0 to 1.
    """

    nearest: tuple[EntryId, ...] = ()
    not_covered: str | None = None
    score: float = 0.0
    see_first: tuple[RedFlagId, ...] = ()


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """A courtesy returned."""

    kind: CourtesyKind
    see_first: tuple[RedFlagId, ...] = ()


@dataclass(frozen=True, slots=True)
class SeeFirst:
    """The cautions alone, before something that has no room for them."""

    see_first: tuple[RedFlagId, ...]


@dataclass(frozen=True, slots=True)
class CarryOn:
    """The reader says that an urgent reply misread them, or answers no to a check."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The reader does not write English: one fixed line in their language (ISO 639-1)."""

    language: str


@dataclass(frozen=True, slots=True)
class NoWords:
    """The message holds no word that can be read."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A photo, a voice note, a sticker: kindly, that only text can be read."""

    kind: NotText


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first words to a reader, with the entry that a link led to, if any."""

    entry: EntryId | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """The topic menu: the groups, or the entries of one."""

    group: str | None = None


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is kept about a reader, and for how long."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What deleting everything means, and how it is confirmed."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Everything that was kept about the reader is deleted."""


@dataclass(frozen=True, slots=True)
class TooFast:
    """The reader sends more than can be answered; asks for a pause."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong on our side with the reader's message."""


Reply = (
    Answer
    | Choices
    | Check
    | Urgent
    | Unanswered
    | Smalltalk
    | SeeFirst
    | CarryOn
    | OtherLanguage
    | NoWords
    | Unreadable
    | Welcome
    | Topics
    | Privacy
    | Forgetting
    | Forgotten
    | TooFast
    | Trouble
    | GuidanceReply
)

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def template_name(reply: type[Reply] | Reply) -> str:
    """Return the name of a reply's template: `NoWords` becomes `no_words`."""
    kind = reply if isinstance(reply, type) else type(reply)
    return _CAPITAL.sub("_", kind.__name__).lower()
