"""A strict miniature of Telegram's Bot API server, for the terminal chat, the tests and the load tests.

In a test, with python-telegram-bot unchanged:

    async with Simulator() as telegram:
        builder = Application.builder().token(telegram.token)
        application = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()
        ...
        ann = telegram.reader("Ann")
        await ann.says("where do I put the ball?")
        (answer,) = await ann.hears()
        await ann.taps("How long?")

A bot that runs as another process is tested over HTTP: see `bot.simulator.control`.
"""

from bot.simulator.errors import NoSuchButtonError, NothingHeardError
from bot.simulator.faults import Fault, Faults
from bot.simulator.group import Group
from bot.simulator.reader import Reader
from bot.simulator.simulator import Simulator
from bot.simulator.view import SeenMessage

__all__ = [
    "Fault",
    "Faults",
    "Group",
    "NoSuchButtonError",
    "NothingHeardError",
    "Reader",
    "SeenMessage",
    "Simulator",
]
