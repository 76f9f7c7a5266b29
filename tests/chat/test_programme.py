"""Programmes through the door: the safe start, settings, buttons, the guided session, how it went."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import App, Mind
from bot.core.action import Deed
from bot.settings import Settings
from bot.simulator import Reader, SeenMessage, Simulator
from bot.storage import inbox
from bot.storage.tables import Delivery, Session, Subscription
from tests.conftest import asks, spinners_end

SUNDAY = datetime(2027, 3, 21, 10, 0, tzinfo=UTC)
"""A week before British clocks go forward."""
SCREEN = 9


class World:
    """A bot and its Telegram, both on a clock that the test sets."""

    def __init__(self, settings: Settings, mind: Mind) -> None:
        self.at = SUNDAY
        self.settings, self.mind = settings, mind
        self.app: App | None = None

    def clock(self) -> float:
        """Return this moment, in seconds since 1970."""
        return self.at.timestamp()

    async def until_idle(self, reader: Reader) -> list[SeenMessage]:
        """Let the bot do all that is to be done now, and return what the reader got."""
        assert self.app is not None
        heard: list[SeenMessage] = []
        # An update stays in the cloud until it is in the inbox, and everything after that is in the database.
        while reader._cloud.updates or not await self.app.is_idle():
            self.app.look_now()
            await asyncio.sleep(0.01)
            heard += reader.new_messages()
        return heard + reader.new_messages()

    async def passes(self, reader: Reader, **time: float) -> list[SeenMessage]:
        """Let time pass, then everything that is due."""
        self.at += timedelta(**time)
        return await self.until_idle(reader)

    async def says(self, reader: Reader, text: str) -> list[SeenMessage]:
        """Let a reader say something, and return all that comes back."""
        await reader.says(text)
        return await self.until_idle(reader)

    async def taps(self, reader: Reader, label: str) -> list[SeenMessage]:
        """Let a reader tap a button, and return all that comes back."""
        await reader.taps(label)
        return await self.until_idle(reader)


async def passes_screen(world: World, reader: Reader, questions: int = SCREEN) -> list[SeenMessage]:
    seen: list[SeenMessage] = []
    for _ in range(questions):
        seen = await world.taps(reader, "No")
    return seen


async def enrols(world: World, reader: Reader, words: str = "remind me at 9 am every day in London") -> None:
    await world.says(reader, words)
    await passes_screen(world, reader)
    await world.taps(reader, "Yes, that's right")


def texts(seen: list[SeenMessage]) -> str:
    return "\n".join(message.text for message in seen)


async def row(world: World, reader: Reader) -> Subscription:
    assert world.app is not None
    async with world.app.database.begin() as session:
        found = await session.get(Subscription, reader.id)
        assert found is not None
        return found


async def test_remind_me_at_8_goes_through_the_screen_first(world: World, ann: Reader) -> None:
    seen = await world.says(ann, "remind me at 8")
    assert "question 1 of 9" in seen[-1].text
    assert seen[-1].buttons == ("No", "Yes", "Not sure")
    seen = await world.taps(ann, "No")
    assert seen[-1].edited
    assert "Back" in seen[-1].buttons
    await world.taps(ann, "Back")
    assert "question 1 of 9" in ann.last.text
    seen = await passes_screen(world, ann)
    assert "morning or in the evening" in seen[-1].text
    assert seen[-1].buttons == ("8:00 am", "8:00 pm")
    seen = await world.taps(ann, "8:00 pm")
    assert "On which days" in seen[-1].text
    seen = await world.says(ann, "weekdays")
    assert "Where are you" in seen[-1].text
    seen = await world.says(ann, "Auckland")
    assert "11:00 pm on Sunday" in seen[-1].text
    seen = await world.taps(ann, "Yes, that's right")
    assert "Time: 8:00 pm\nDays: Weekdays\nTime zone: Pacific/Auckland" in seen[-1].text
    assert "Next: Monday 22 March, 8:00 pm" in seen[-1].text


async def test_a_condition_named_with_a_wish_is_cautioned_before_the_wish_is_taken(
    world: World, ann: Reader
) -> None:
    seen = await world.says(ann, "remind me at 8 every day, I have osteoporosis")
    assert [message.text.split(":")[0] for message in seen] == ["First", "Before you start"]
    assert "before you use the ball" in seen[0].text
    assert seen[0].buttons == ()


async def test_a_red_flag_ends_in_its_own_advice_and_nothing_of_it_is_kept(world: World, ann: Reader) -> None:
    await world.says(ann, "/remind")
    seen = await world.taps(ann, "Not sure")
    assert "⚠️" in seen[-1].text
    assert "programme" not in seen[-1].text.lower()
    assert seen[-1].buttons == ("You misread me",)
    kept = await row(world, ann)
    assert (kept.passed_at, kept.state, kept.asking) == (None, "setup", "")


async def test_a_condition_leads_to_its_topic_first(world: World, ann: Reader) -> None:
    await world.says(ann, "/remind")
    for _ in range(7):
        await world.taps(ann, "No")
    seen = await world.taps(ann, "Yes")
    assert "ask first" in seen[-1].text
    assert "Osteoporosis" in " ".join(seen[-1].buttons) or "bones" in " ".join(seen[-1].buttons).lower()
    seen = await world.taps(ann, "I have asked, it's fine")
    assert "question 9 of 9" in seen[-1].text


async def test_a_question_in_between_is_answered_and_the_setting_up_goes_on(
    world: World, ann: Reader
) -> None:
    await world.says(ann, "/remind")
    seen = await world.says(ann, "is it safe with scoliosis")
    assert seen[-1].text.startswith("Scoliosis")
    await passes_screen(world, ann)
    seen = await world.says(ann, "how long do I hold it, 2 minutes")
    assert "On which days" not in texts(seen)
    seen = await world.says(ann, "same time as my alarm")
    assert "can't see your alarm" in seen[-1].text
    seen = await world.says(ann, "half past 7 in the evening")
    assert "On which days" in seen[-1].text


async def test_a_red_flag_in_the_middle_comes_first_and_stops_the_programme(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    seen = await world.says(ann, "my groin has gone numb")
    assert "⚠️" in seen[-1].text
    assert (await row(world, ann)).state == "held"
    assert "Time for your session" not in texts(await world.passes(ann, days=1))
    seen = await world.says(ann, "/remind")
    assert "Paused for your safety" in seen[-1].text
    seen = await world.taps(ann, "Start again")
    assert "question 1 of 9" in seen[-1].text


async def test_a_shared_location_gives_the_zone(world: World, ann: Reader) -> None:
    await world.says(ann, "remind me at 20:30 every day")
    await passes_screen(world, ann)
    await ann.sends_location(-36.85, 174.76)
    seen = await world.until_idle(ann)
    assert "Pacific/Auckland" in seen[-1].text
    seen = await world.taps(ann, "No, another place")
    assert "Where are you" in seen[-1].text
    seen = await world.says(ann, "Atlantis")
    assert "nearest big city" in seen[-1].text


async def test_the_button_under_the_release_leads_to_the_screen(world: World, ann: Reader) -> None:
    await world.says(ann, "how do I release my QL with a ball")
    seen = await world.taps(ann, "Remind me, 2 weeks")
    assert "question 1 of 9" in seen[-1].text


async def test_every_button_of_a_reminder(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    seen = await world.passes(ann, days=1)
    assert "day 1 of 14" in seen[-1].text
    assert seen[-1].buttons == (
        "Start", "Done already", "In 30 min", "In 1 hour", "Tonight", "Skip today", "Settings",
    )  # fmt: skip
    seen = await world.taps(ann, "In 30 min")
    assert "remind you again at 10:30 am" in seen[-1].text
    assert "Next: Tuesday 23 March, 9:00 am" in seen[-1].text
    seen = await world.passes(ann, minutes=31)
    assert "day 1 of 14" in seen[-1].text
    seen = await world.taps(ann, "Tonight")
    assert "8:00 pm" in seen[-1].text
    seen = await world.passes(ann, hours=10)
    assert "day 1 of 14" in seen[-1].text
    seen = await world.taps(ann, "Done already")
    assert "Done, and counted" in seen[0].text
    assert "1 session done" in seen[0].text
    assert "how is it now" in seen[-1].text
    seen = await world.taps(ann, "4")
    assert "Done: 1 of 14" in seen[-1].text
    seen = await world.passes(ann, hours=14)
    assert "day 2 of 14" in seen[-1].text
    seen = await world.taps(ann, "Skip today")
    assert "Skipped" in seen[-1].text
    assert "Time for your session" not in texts(await world.passes(ann, hours=12))


async def test_done_before_the_reminder_means_no_reminder(world: World, ann: Reader) -> None:
    await enrols(world, ann, "remind me at 8 pm every day in London")
    seen = await world.says(ann, "done")
    assert "Done, and counted" in seen[0].text
    assert "Time for your session" not in texts(await world.passes(ann, hours=12))
    assert "day 2 of 14" in texts(await world.passes(ann, hours=24))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Start", "How is the pain now?"),
        ("Done already", "Counted for yesterday"),
        ("In 30 min", "from an earlier day"),
        ("Tonight", "from an earlier day"),
        ("Skip today", "from an earlier day"),
        ("Settings", "Time: 9:00 am"),
    ],
)
async def test_every_button_of_yesterdays_reminder(
    world: World, ann: Reader, label: str, expected: str
) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.passes(ann, hours=20)
    seen = await world.taps(ann, label)
    assert expected in texts(seen)
    assert (await row(world, ann)).next_date == "2027-03-23"


async def test_a_reminder_of_last_week_counts_for_nothing(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.says(ann, "pause for a week")
    await world.passes(ann, days=5)
    seen = await world.taps(ann, "Done already")
    assert "from an earlier day" in seen[0].text
    assert (await row(world, ann)).done == 0


async def test_pause_stop_and_start_again(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "/remind")
    seen = await world.taps(ann, "Pause for a week")
    assert seen[-1].edited
    assert "Paused until Sunday 28 March" in seen[-1].text
    assert await world.passes(ann, days=5) == []
    assert "day 1 of 14" in texts(await world.passes(ann, days=2))
    seen = await world.says(ann, "/stop")
    assert "Stopped" in seen[-1].text
    assert await world.passes(ann, days=2) == []
    await world.taps(ann, "Start again")
    assert "day 1 of 14" in texts(await world.passes(ann, days=1))
    seen = await world.says(ann, "pause until 10 April")
    assert "Paused until Saturday 10 April" in seen[-1].text


async def test_settings_are_changed_in_one_message(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "/remind")
    await world.taps(ann, "Time")
    seen = await world.taps(ann, "12:30 pm")
    assert "Time: 12:30 pm" in seen[-1].text
    assert "Next: Sunday 21 March, 12:30 pm" in seen[-1].text
    await world.taps(ann, "Days")
    seen = await world.taps(ann, "Weekdays")
    assert "Next: Monday 22 March" in seen[-1].text
    await world.taps(ann, "Time zone")
    await world.taps(ann, "New Zealand")
    seen = await world.taps(ann, "Yes, that's right")
    assert "Pacific/Auckland" in seen[-1].text
    assert len([m for m in ann.messages if "Time zone:" in m.text]) == 2
    seen = await world.says(ann, "remind me at 7 am instead")
    assert "Time: 7:00 am" in seen[-1].text


async def test_the_guided_session_from_start_to_done(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.taps(ann, "Start")
    seen = await world.taps(ann, "5")
    assert [message.kind for message in seen] == ["photo", "text"]
    assert "step 1 of 3" in seen[-1].text
    await world.taps(ann, "Next")
    seen = await world.taps(ann, "Next")
    assert seen[-1].buttons == ("1 minute a side", "2 minutes a side", "Stop")
    seen = await world.taps(ann, "1 minute a side")
    assert "60 seconds left" in seen[-1].text
    clock = seen[-1].id
    left = []
    for _ in range(11):
        seen = await world.passes(ann, seconds=5)
        assert [message.id for message in seen] == [clock]
        left.append(int(seen[-1].text.split("\n")[3].split()[0]))
    assert left == list(range(55, 4, -5))
    assert "▓" in seen[-1].text
    seen = await world.passes(ann, seconds=5)
    assert "Time is up" in seen[0].text
    assert "Swap sides" in seen[1].text
    await world.taps(ann, "Start the other side")
    seen = await world.passes(ann, seconds=61)
    assert "Done, and counted: 1 of 14" in seen[-1].text
    seen = await world.taps(ann, "3")
    assert "Done: 1 of 14" in seen[-1].text
    assert world.app is not None
    async with world.app.database.begin() as session:
        kept = (await session.scalars(select(Session))).all()
    assert [(each.pain_before, each.pain_after, each.is_done) for each in kept] == [(5, 3, True)]


@pytest.mark.parametrize(
    ("reason", "expected", "way_on"),
    [
        ("It hurt", "should ache, not hurt", "Warning signs"),
        ("It went numb or tingled", "emergency department now", "Warning signs"),
        ("I was interrupted", "go on from here", "Go on"),
    ],
)
async def test_stop_asks_why_and_answers_accordingly(
    world: World, ann: Reader, reason: str, expected: str, way_on: str
) -> None:
    await enrols(world, ann)
    await world.says(ann, "start a session")
    for label in ("Skip this", "Next", "Next", "2 minutes a side"):
        await world.taps(ann, label)
    await world.passes(ann, seconds=30)
    seen = await world.taps(ann, "Stop")
    assert "What was it" in seen[-1].text
    assert await world.passes(ann, minutes=5) == []
    seen = await world.taps(ann, reason)
    assert expected in seen[-1].text
    assert way_on in seen[-1].buttons
    assert (await row(world, ann)).done == 0


async def test_a_clock_that_the_reader_deleted_does_not_come_back(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "start a session")
    for label in ("Skip this", "Next", "Next", "1 minute a side"):
        seen = await world.taps(ann, label)
    del ann.chat.messages[seen[-1].id]
    assert await world.passes(ann, seconds=30) == []
    assert "Swap sides" in texts(await world.passes(ann, seconds=31))


async def test_an_answer_does_not_wait_for_the_clock(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "start a session")
    for label in ("Skip this", "Next", "Next", "2 minutes a side"):
        await world.taps(ann, label)
    seen = await world.says(ann, "is it safe with scoliosis")
    assert seen[-1].text.startswith("Scoliosis")
    seen = await world.passes(ann, seconds=5)
    assert "115 seconds left" in seen[-1].text


async def test_pain_that_rises_over_three_sessions_stops_the_encouragement(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    seen: list[SeenMessage] = []
    for score in ("3", "4", "6"):
        await world.passes(ann, days=1)
        await world.says(ann, "done")
        seen = await world.taps(ann, score)
    assert "pain has risen" in seen[-1].text
    assert "Done: 3" not in texts(seen)
    assert await world.passes(ann, days=1) == []
    assert (await row(world, ann)).state == "held"


async def test_a_group_is_told_that_reminders_are_private(telegram: Simulator, world: World) -> None:
    ann = telegram.group("Bad backs", "Ann").member("Ann")
    await ann.says("/remind")
    assert "private chat" in (await ann.hears())[-1].text


async def test_who_blocks_the_bot_gets_nothing_and_comes_back_to_the_same_programme(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    await ann.blocks()
    await world.until_idle(ann)
    await world.passes(ann, days=2)
    await ann.unblocks()
    await world.until_idle(ann)
    assert "day 1 of 14" in texts(await world.passes(ann, days=1))
    assert world.app is not None
    async with world.app.database.begin() as session:
        keys = list(await session.scalars(select(Delivery.key).where(Delivery.key.startswith("reminder:"))))
    assert len(keys) == 1


async def test_stop_without_reminders_says_how_messages_are_stopped(world: World, ann: Reader) -> None:
    assert "remind" in (await asks(ann, "/stop")).text.lower()


async def test_strange_button_data_break_nothing(world: World, ann: Reader, telegram: Simulator) -> None:
    await enrols(world, ann)
    await world.says(ann, "/remind")
    shown = ann.last
    message = ann.chat.messages[shown.id]
    for deed in Deed:
        for value in ("", "99.no", "2020-01-01.5", "../../etc"):
            await ann._tap(message, {"callback_data": f"v1:do:{deed}:{value}", "text": "?"})
    await world.until_idle(ann)
    assert world.app is not None
    async with world.app.database.begin() as session:
        assert await inbox.dead(session) == 0
    await spinners_end(telegram, ann)
