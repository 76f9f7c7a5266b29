"""Replies become messages: Telegram HTML and buttons, by the template of the reply's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.core.action import Action, AnswerCheck, Browse, Deed, Do, Misread, NoneOfThese, ShowEntry
from bot.core.guidance.offer import Guidance, Offer, spoken_time
from bot.core.knowledge import Bullets, Entry, EntryId, KnowledgeBase, Paragraph, Prose, SafetyLines
from bot.core.programme import Programmes
from bot.core.reply import (
    Answer,
    Check,
    Choices,
    OtherLanguage,
    Reply,
    SeeFirst,
    Smalltalk,
    Topics,
    Unanswered,
    Urgent,
    Welcome,
    template_name,
)
from bot.core.triage import Alarm, Level, RedFlagBook, RedFlagId

LONGEST = 4096
"""Characters in a Telegram message."""
_MOST_ALARMS = 5
"""Red flags that one message tells of, the most pressing ones: all of them together would not fit."""

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "link", "escape", "entity"])
_TAGS = {"strong_open": "<b>", "strong_close": "</b>", "link_close": "</a>", "softbreak": " "}
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: its words, what it does, and whether it stands beside the one before it."""

    label: str
    action: Action
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a reader gets: Telegram HTML, buttons, and the names of pictures that come before.

    A chart, if there is one, comes before the words as well: the values that its drawing needs.
    `keyboard` has the labels of buttons under the writing field, the first of which shares the location; if
    it is empty, they are taken away.
    """

    html: str
    buttons: tuple[Button, ...] = ()
    pictures: tuple[str, ...] = ()
    chart: Mapping[str, Any] | None = None
    keyboard: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """What the bot's owner supplies.

    Attributes:
        country: whose emergency number to give; empty for several.
        links: addresses by the name that entries use, such as `guide`; empty if not supplied.
        privacy_contact: whom to write to about data; empty if not supplied.
        keep_questions_days: how long an unanswered question's words are kept.
    """

    country: str = ""
    links: Mapping[str, str] | None = None
    privacy_contact: str = ""
    keep_questions_days: int = 90


class Messages:
    """Renders replies with the templates of one folder.

    Args:
        templates: the folder that holds `messages/`.
        knowledge: the entries that replies name.
        red_flags: the wording of red flags.
        safety_lines: what speakers of other languages are told.
        owner: what the bot's owner supplies.
        programmes: those that are offered under entries.
    """

    def __init__(
        self,
        templates: Path,
        knowledge: KnowledgeBase,
        red_flags: RedFlagBook,
        safety_lines: SafetyLines,
        owner: Owner,
        programmes: Programmes | None = None,
    ) -> None:
        self._programmes = programmes or Programmes()
        self._knowledge = knowledge
        self._red_flags = red_flags
        self._safety_lines = safety_lines
        self._owner = owner
        self._environment = Environment(
            loader=FileSystemLoader(templates / "messages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["prose"] = prose
        self._environment.filters["blocks"] = blocks
        self._environment.filters["clock"] = spoken_time
        self._environment.globals["owner"] = owner
        self._words: Any = self._environment.get_template("_buttons.html").module
        # No method of this object: a circle of references would keep old knowledge in memory.
        self._environment.filters["weekdays"] = partial(_days, self._words)
        self._environment.globals["words"] = self._words

    def render(self, reply: Reply) -> list[Message]:
        """Return the messages of a reply: one, or one an entry where several questions are answered."""
        if isinstance(reply, Answer) and len(reply.entries) > 1:
            # Several answers at once come without pictures: they would part what belongs together.
            first, *others = (Answer((entry,), reply.score) for entry in reply.entries)
            *more, last = (replace(first, see_first=reply.see_first), *others)
            return [
                *(self._message(answer, ()) for answer in more),
                self._message(last, self._next(reply.entries)),
            ]
        if isinstance(reply, Welcome) and reply.entry is not None:
            return [self._message(reply, ()), *self.render(Answer((reply.entry,)))]
        message = self._message(reply, self._buttons(reply))
        if isinstance(reply, Guidance):
            labels = tuple(map(self._word, reply.keyboard)) if reply.keyboard is not None else None
            message = replace(message, pictures=reply.pictures, chart=reply.chart, keyboard=labels)
        if isinstance(reply, Answer):
            message = replace(message, pictures=self._entry(reply.entries[0]).pictures)
        return [message]

    def _message(self, reply: Reply, buttons: tuple[Button, ...]) -> Message:
        template = self._environment.get_template(f"{template_name(reply)}.html")
        text = _BLANK_LINES.sub("\n\n", template.render(reply=reply, **self._context(reply))).strip()
        return Message(text, buttons)

    def _context(self, reply: Reply) -> dict[str, Any]:
        match reply:
            case Answer(entries, _, see_first, otherwise):
                return {
                    "entry": self._entry(entries[0]),
                    "see_first": self._advice(see_first),
                    "otherwise": [self._entry(entry).label for entry in otherwise],
                }
            case Choices() | Unanswered() | Smalltalk() | SeeFirst():
                return {"see_first": self._advice(reply.see_first), "say": self._say(reply)}
            case Check(red_flag):
                return {"question": self._red_flags.flags[red_flag].check}
            case Urgent(alarms):
                told = alarms[:_MOST_ALARMS]
                advice = [self._red_flags.words_for(alarm, self._owner.country) for alarm in told]
                return {"advice": advice, "ending": self._red_flags.ending}
            case Welcome(entry):
                return {"entry": self._knowledge.entries.get(entry) if entry else None}
            case OtherLanguage(language):
                return {"line": self._safety_lines.line(language, self._owner.country)}
            case Topics(group):
                return {"title": next((g.title for g in self._knowledge.groups if g.id == group), "")}
            case _:
                return {}

    def _advice(self, conditions: tuple[RedFlagId, ...]) -> list[Prose]:
        return [
            self._red_flags.words_for(Alarm(condition, Level.SEE_FIRST), self._owner.country)
            for condition in conditions
        ]

    def _say(self, reply: Choices | Unanswered | Smalltalk | SeeFirst) -> Prose:
        if isinstance(reply, Unanswered):
            for item in self._knowledge.not_covered:
                if item.id == reply.not_covered:
                    return item.say
        return Prose("")

    def _entry(self, entry: EntryId) -> Entry:
        return self._knowledge.entries[entry]

    def _buttons(self, reply: Reply) -> tuple[Button, ...]:
        match reply:
            case Guidance():
                return tuple(map(self._offered, reply.offers))
            case Answer(entries, _, _, otherwise):
                return self._next(entries, otherwise)
            case Choices(entries):
                return (*self._shows(entries), Button(self._word("none_of_these"), NoneOfThese()))
            case Check(red_flag):
                return (
                    Button(self._word("yes"), AnswerCheck(red_flag, yes=True)),
                    Button(self._word("no"), AnswerCheck(red_flag, yes=False)),
                )
            case Urgent():
                return (Button(self._word("misread"), Misread()),)
            case Topics(group):
                return self._topics(group)
            case Unanswered(nearest):
                return (*self._shows(nearest), Button(self._word("topics"), Browse()))
            case _:
                return self._plain_buttons(reply)

    def _plain_buttons(self, reply: Reply) -> tuple[Button, ...]:
        """Return the buttons of replies that a template lists itself: `entry ids` in `_buttons.html`.

        Cautions have none: what they come before has its own.
        """
        if isinstance(reply, SeeFirst):
            return ()
        offered = str(self._word(f"after_{template_name(reply)}", "")).split()
        entries = tuple(EntryId(entry) for entry in offered if entry in self._knowledge.entries)
        return (*self._shows(entries), Button(self._word("topics"), Browse()))

    def _topics(self, group: str | None) -> tuple[Button, ...]:
        if group is None:
            groups = (g for g in self._knowledge.groups if self._of(g.id))
            return tuple(Button(g.title, Browse(g.id, in_place=True)) for g in groups)
        entries = tuple(entry.id for entry in self._of(group))
        return (*self._shows(entries), Button(self._word("all_topics"), Browse(in_place=True)))

    def _of(self, group: str) -> list[Entry]:
        return self._knowledge.in_group(group)

    def _next(self, entries: tuple[EntryId, ...], otherwise: tuple[EntryId, ...] = ()) -> tuple[Button, ...]:
        """Return what may have been meant instead and the next questions, none that was just answered."""
        following = [*otherwise, *(n for entry in reversed(entries) for n in self._entry(entry).next)]
        known = [n for n in dict.fromkeys(following) if n in self._knowledge.entries and n not in entries]
        return (
            *self._programme_of(entries),
            *self._shows(tuple(known[:4])),
            Button(self._word("topics"), Browse()),
        )

    def _programme_of(self, entries: tuple[EntryId, ...]) -> tuple[Button, ...]:
        offered = self._programmes.offered_under(entries[-1])
        return (Button(offered.label, Do(Deed.REMIND, offered.id)),) if offered else ()

    def _offered(self, offer: Offer) -> Button:
        if offer.days:
            return Button(_days(self._words, offer.days), offer.action, offer.beside)
        if isinstance(offer.action, ShowEntry) and not offer.label:
            return Button(self._entry(offer.action.entry).label, offer.action, offer.beside)
        return Button(offer.label or self._word(offer.word), offer.action, offer.beside)

    def _shows(self, entries: tuple[EntryId, ...]) -> tuple[Button, ...]:
        return tuple(Button(self._entry(entry).label, ShowEntry(entry)) for entry in entries)

    def _word(self, name: str, otherwise: str | None = None) -> str:
        return str(getattr(self._words, name) if otherwise is None else getattr(self._words, name, otherwise))


def _days(words: Any, days: str) -> str:
    names = str(words.day_names).split()
    return str(getattr(words, f"days_{days}", "")) or ", ".join(names[int(day)] for day in days)


def prose(text: str) -> Markup:
    """Turn a clinician's prose into Telegram HTML: bold and https links, everything else escaped."""
    html = []
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        if token.type == "link_open":
            html.append(f'<a href="{escape(token.attrs["href"])}">')
        else:
            html.append(_TAGS.get(token.type, str(escape(token.content))))
    return Markup("".join(html))  # noqa: S704  (each piece is one of our tags or escaped)


def blocks(answer: tuple[Paragraph | Bullets, ...]) -> Markup:
    """Turn an answer's paragraphs and lists into Telegram HTML with a blank line between them."""
    written = [
        prose(block.text) if isinstance(block, Paragraph) else Markup("\n").join(_dashed(block))
        for block in answer
    ]
    return Markup("\n\n").join(written)


def _dashed(block: Bullets) -> list[Markup]:
    return [Markup("• ") + prose(item) for item in block.items]


__all__ = ["LONGEST", "Button", "Message", "Messages", "Owner", "blocks", "prose"]
