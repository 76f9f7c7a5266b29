"""The numbers at which Telegram refuses, as the Bot API states them; a test compares them with PTB's."""

from typing import Final

TEXT_LENGTH: Final = 4096
"""Characters of a message's text, counted in UTF-16 units after the markup has been taken out."""
CAPTION_LENGTH: Final = 1024
ENTITIES: Final = 100
"""Formatted stretches of a message; Telegram ignores those beyond, it does not refuse them."""
CALLBACK_DATA_BYTES: Final = 64
CALLBACK_ANSWER_LENGTH: Final = 200
KEYBOARD_BUTTONS: Final = 100
"""Buttons of one inline keyboard. The documents give no number: this is what bots meet in practice."""
KEYBOARD_ROW: Final = 8
"""Buttons of one row; like the number above, what is met in practice."""

COMMANDS: Final = 100
COMMAND_LENGTH: Final = 32
COMMAND_DESCRIPTION_LENGTH: Final = 256
DESCRIPTION_LENGTH: Final = 512
SHORT_DESCRIPTION_LENGTH: Final = 120
NAME_LENGTH: Final = 64
START_PAYLOAD_LENGTH: Final = 64

PHOTO_BYTES: Final = 10_000_000
PHOTO_SIDES: Final = 10_000
"""A photo's width and height together, in pixels."""
PHOTO_RATIO: Final = 20
DOCUMENT_BYTES: Final = 50_000_000
DOWNLOAD_BYTES: Final = 20_000_000

POLL_UPDATES: Final = 100
POLL_SECONDS: Final = 50
SECRET_TOKEN_LENGTH: Final = 256
WEBHOOK_CONNECTIONS: Final = 100

MESSAGES_PER_SECOND: Final = 30
MESSAGES_PER_SECOND_PER_CHAT: Final = 1
MESSAGES_PER_MINUTE_PER_GROUP: Final = 20

UPDATE_SECONDS: Final = 24 * 3600
"""How long Telegram keeps an update that nobody fetches."""
DELETE_SECONDS: Final = 48 * 3600
"""How old a message may be that a bot still deletes."""
CALLBACK_SECONDS: Final = 60.0
"""How long a tap may wait for its answer. Telegram states no number; bots report 15 seconds to minutes."""
