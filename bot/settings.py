"""Every setting, typed, read once from the environment and from `.env`."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).parent
_PACKED = _PACKAGE / "_content"
_HOME = _PACKED if _PACKED.is_dir() else _PACKAGE.parent

Country = Literal["", "GB", "IE", "EU", "US", "CA", "AU", "NZ"]


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ql-bot"


class SettingsError(Exception):
    """A setting cannot be used; the message names it and says what to write."""


class Settings(BaseSettings):
    """What an operator may set. Names in the environment are the field names in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    telegram_bot_token: SecretStr = SecretStr("")
    """The token that @BotFather gives; without it only the terminal works."""
    telegram_api_url: str = "https://api.telegram.org/bot"
    """Where Telegram's Bot API is served; another value only for tests or a local server."""
    database_url: str = "sqlite+aiosqlite:///ql-bot.sqlite3"
    """SQLite beside the bot by default."""
    knowledge_dir: Path = _HOME / "knowledge"
    """The folder that clinicians edit."""
    templates_dir: Path = _HOME / "templates"
    """The folder with the layout of messages."""
    country: Country = ""
    """Whose emergency number to give; empty names those of several countries."""
    guide_url: str = ""
    """The address of the Complete Low Back Self-Rehab Guide, if the owner supplies one."""
    privacy_contact: str = ""
    """Whom readers may write to about their data."""
    messages_per_second: Annotated[float, Field(gt=0, le=1000)] = 28.0
    """How many messages a second the bot sends over all chats; Telegram allows about 30."""
    chat_gap_seconds: Annotated[float, Field(ge=0, le=60)] = 1.0
    """The shortest time between two messages to one chat; Telegram asks for about one second."""
    questions_per_minute: Annotated[int, Field(ge=1)] = 20
    """How many questions of one reader are answered within a minute."""
    keep_questions_days: Annotated[int, Field(ge=0)] = 90
    """How long the wording of an unanswered question is kept, without the reader's id."""
    reload_seconds: Annotated[float, Field(ge=0)] = 5.0
    """How often to look whether a file of the knowledge folder has changed; 0 looks only at SIGHUP."""
    cache_dir: Path = Field(default_factory=_user_cache)
    """Where the compiled knowledge is kept between starts; it is safe to delete."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much the log tells; it never holds a reader's words."""

    @field_validator("knowledge_dir", "templates_dir")
    @classmethod
    def _is_folder(cls, folder: Path) -> Path:
        if not folder.is_dir():
            raise ValueError(f"there is no folder {folder}")
        return folder

    @field_validator("telegram_api_url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("write an address that begins with https:// or http://")
        return url

    @field_validator("guide_url")
    @classmethod
    def _is_https(cls, url: str) -> str:
        if url and not url.startswith("https://"):
            raise ValueError("write an address that begins with https://, or leave it empty")
        return url


def read_settings() -> Settings:
    """Read the settings from the environment and from `.env` in this folder.

    Raises:
        SettingsError: one line for each setting that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [_complaint(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        raise SettingsError("\n".join(lines)) from None
    except UnicodeDecodeError:
        raise SettingsError(".env is not plain text in UTF-8: write it anew from .env.example.") from None


def _complaint(name: str, what: str) -> str:
    return f"{name.upper()} in the environment or .env: {what}. See .env.example."
