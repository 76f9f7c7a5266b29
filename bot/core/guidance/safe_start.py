"""The safe start: the short screen before a programme."""

from dataclasses import dataclass

from bot.core.action import Deed, Do, ShowEntry
from bot.core.guidance.offer import Guidance, Offer
from bot.core.knowledge import EntryId
from bot.core.programme import Programme, Question


@dataclass(frozen=True, slots=True)
class ScreenQuestion(Guidance):
    """One question of the screen, counted from 1."""

    programme: Programme
    number: int

    @property
    def question(self) -> Question:
        """The question."""
        return self.programme.screen[self.number - 1]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """No, yes, not sure, and back."""
        answers = tuple(
            Offer(f"screen_{answer}", Do(Deed.SCREEN, f"{self.number}.{answer}"))
            for answer in ("no", "yes", "unsure")
        )
        back = (Offer("screen_back", Do(Deed.SCREEN, f"{self.number}.back")),) if self.number > 1 else ()
        return answers + back


@dataclass(frozen=True, slots=True)
class ScreenTopics(Guidance):
    """A condition: its topics come first, and whoever looks after it is asked."""

    programme: Programme
    number: int

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The topics, and a way on for those who have asked."""
        topics = self.programme.screen[self.number - 1].topics
        return (
            *(Offer("", ShowEntry(EntryId(topic))) for topic in topics),
            Offer("screen_asked", Do(Deed.ASKED, str(self.number))),
            Offer("screen_back", Do(Deed.SCREEN, f"{self.number + 1}.back")),
        )
