"""The Telegram door: updates come in, deliveries go out. Nothing is decided here."""

import os

# PTB is changing its waits from seconds to timedelta; this asks for the new kind and silences its warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
