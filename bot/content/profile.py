"""What Telegram shows about the bot, read from `templates/profile.yaml`."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.content.yaml_file import in_form, read_yaml


class Profile(BaseModel):
    """The bot's description and commands, within Telegram's limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    short_description: Annotated[str, Field(max_length=120)]
    description: Annotated[str, Field(max_length=512)]
    commands: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")], Annotated[str, Field(max_length=256)]]


def read_profile(path: Path) -> Profile:
    """Read the profile.

    Raises:
        ContentError: the file does not have its form.
    """
    data = read_yaml(path)
    return in_form(data, Profile, path, "K111", "Shorten it.")
