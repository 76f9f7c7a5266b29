"""After a red flag nothing leads past the safe start, whatever was going on and whichever button is old."""

import pytest

from bot.core.action import Deed
from bot.simulator import Reader, SeenMessage
from bot.storage.tables import Session, Subscription
from tests.chat.test_programme import World, enrols, passes_screen, row, texts

RED_FLAG = "my groin has gone numb"
FIRST = "question 1 of 9"


async def taps_old(world: World, reader: Reader, deed: Deed, value: str = "") -> list[SeenMessage]:
    """Let a reader tap a button that has stood in the chat since before."""
    message = reader.chat.messages[reader.last.id]
    await reader._tap(message, {"callback_data": f"v1:do:{deed}:{value}", "text": "?"})
    return await world.until_idle(reader)


async def finishes(world: World, reader: Reader) -> None:
    """Do the last session of the fortnight, after thirteen without scores."""
    assert world.app is not None
    days = [f"2027-03-{day:02}" for day in range(8, 21)]
    async with world.app.database.begin() as session:
        session.add_all(Session(chat_id=reader.id, run=1, local_date=day, is_done=True) for day in days)
        kept = await session.get(Subscription, reader.id)
        assert kept is not None
        kept.done = len(days)
    await world.says(reader, "done")
    await world.taps(reader, "Skip this")
    assert (await row(world, reader)).state == "finished"


@pytest.mark.parametrize("deed", [Deed.STOP, Deed.END, Deed.PAUSE])
async def test_no_old_button_makes_an_end_of_the_hold(world: World, ann: Reader, deed: Deed) -> None:
    await enrols(world, ann)
    await world.says(ann, RED_FLAG)
    seen = await taps_old(world, ann, deed)
    assert "Paused for your safety" in seen[-1].text
    assert FIRST in texts(await world.taps(ann, "Start again"))
    assert "Time for your session" not in texts(await world.passes(ann, days=1))


async def test_who_stops_while_held_is_told_so_and_screened_again(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, RED_FLAG)
    seen = await world.says(ann, "/stop")
    assert "I won't remind you any more" in seen[-1].text
    assert FIRST in texts(await world.taps(ann, "Start again"))
    seen = await passes_screen(world, ann)
    assert "All set" in seen[-1].text
    assert (await row(world, ann)).state == "active"


async def test_a_red_flag_after_stopping_is_screened_for(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    seen = await world.says(ann, "/stop")
    await world.says(ann, RED_FLAG)
    assert FIRST in texts(await taps_old(world, ann, Deed.RESUME))
    assert seen[-1].buttons == ("Start again",)


async def test_a_red_flag_after_the_end_is_screened_for_and_no_reminder_follows(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    await finishes(world, ann)
    await world.says(ann, RED_FLAG)
    assert FIRST in texts(await world.says(ann, "start"))
    seen = await passes_screen(world, ann)
    assert "All 14 sessions done" in seen[-1].text
    assert "No reminders" in seen[-1].text
    assert (await row(world, ann)).state == "finished"
    assert "How is the pain now?" in texts(await world.taps(ann, "Start a session now"))
    assert "if today suits" not in texts(await world.passes(ann, days=2))


async def test_who_asks_for_reminders_again_after_the_end_and_a_red_flag_gets_them(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    await finishes(world, ann)
    await world.says(ann, RED_FLAG)
    assert FIRST in texts(await world.says(ann, "remind me at 7 am"))
    seen = await passes_screen(world, ann)
    assert "Day 1 of 14 comes next" in seen[-1].text
    assert "day 1 of 14" in texts(await world.passes(ann, days=1))


async def test_pain_that_rises_after_the_end_holds_the_sessions(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await finishes(world, ann)
    seen: list[SeenMessage] = []
    for score in ("3", "4", "6", "8"):
        await world.passes(ann, days=1)
        await world.says(ann, "done")
        seen = await world.taps(ann, score)
    assert "pain has risen" in seen[-1].text
    kept = await row(world, ann)
    assert (kept.state, kept.done) == ("held", 14)
    assert FIRST in texts(await world.says(ann, "start"))


async def test_a_red_flag_between_the_screen_and_the_time_wants_the_screen_again(
    world: World, ann: Reader
) -> None:
    await world.says(ann, "/remind")
    await passes_screen(world, ann)
    await world.says(ann, RED_FLAG)
    assert FIRST in texts(await world.says(ann, "/remind"))


@pytest.mark.parametrize("said", ["9.no", "5.no", "9.back"])
async def test_an_old_answer_does_not_pass_the_screen(world: World, ann: Reader, said: str) -> None:
    await enrols(world, ann)
    await world.says(ann, RED_FLAG)
    await world.says(ann, "/remind")
    await world.taps(ann, "Start again")
    await taps_old(world, ann, Deed.SCREEN, said)
    assert FIRST in ann.last.text
    assert (await row(world, ann)).passed_at is None


async def test_an_old_answer_after_urgent_advice_does_not_pass_the_screen(world: World, ann: Reader) -> None:
    await world.says(ann, "/remind")
    await world.taps(ann, "No")
    await world.taps(ann, "No")
    assert "⚠️" in texts(await world.taps(ann, "Yes"))
    assert FIRST in texts(await taps_old(world, ann, Deed.SCREEN, "9.no"))
    await taps_old(world, ann, Deed.ASKED, "9")
    assert FIRST in ann.last.text


async def test_an_old_yes_is_heard_but_the_questions_before_it_stay_open(world: World, ann: Reader) -> None:
    await world.says(ann, "/remind")
    assert "ask first" in texts(await taps_old(world, ann, Deed.SCREEN, "8.yes"))
    assert FIRST in texts(await world.taps(ann, "I have asked, it's fine"))
    assert "⚠️" in texts(await taps_old(world, ann, Deed.SCREEN, "3.yes"))


async def test_the_buttons_under_topics_lead_back_and_on(world: World, ann: Reader) -> None:
    await world.says(ann, "/remind")
    await passes_screen(world, ann, 7)
    await world.taps(ann, "Yes")
    assert "question 8 of 9" in texts(await world.taps(ann, "Back"))
    await world.taps(ann, "Yes")
    assert "question 9 of 9" in texts(await world.taps(ann, "I have asked, it's fine"))
