"""Rules over the whole house: what must be true of every reply, setting, command and module."""

import ast
import re
import tomllib
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from telegram.ext import CommandHandler

from bot.chat.routes import routes
from bot.content.profile import read_profile
from bot.core.action import AnswerCheck, Browse, Deed, Do, Misread, NoneOfThese, ShowEntry, decode, encode
from bot.core.knowledge import EntryId
from bot.core.reply import Reply, template_name
from bot.core.triage import RedFlagId
from bot.settings import Settings
from tests.conftest import ROOT

MODULES = sorted(path for path in (ROOT / "bot").rglob("*.py") if "versions" not in path.parts)


def test_every_reply_has_its_template_and_every_template_its_reply() -> None:
    replies = {template_name(kind) for kind in get_args(Reply)}
    templates = {path.stem for path in (ROOT / "templates" / "messages").glob("*.html")}
    assert replies == {name for name in templates if not name.startswith("_")}


def test_every_setting_is_in_the_example_and_every_example_is_a_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_command_in_the_menu_is_handled() -> None:
    handled = {
        name for route in routes("a_bot", 1) if isinstance(route, CommandHandler) for name in route.commands
    }
    assert set(read_profile(ROOT / "templates" / "profile.yaml").commands) <= handled


@pytest.mark.parametrize(
    "action",
    [
        ShowEntry(EntryId("strengthen_overview")),
        Browse(),
        Browse("conditions"),
        Browse(in_place=True),
        Browse("conditions", in_place=True),
        AnswerCheck(RedFlagId("rf_night_constant"), yes=True),
        AnswerCheck(RedFlagId("rf_night_constant"), yes=False),
        Misread(),
        NoneOfThese(),
        Do(Deed.CONFIRM, "America/Argentina/ComodRivadavia"),
        *(Do(deed, "2026-11-22.tonight") for deed in Deed),
    ],
)
def test_button_data_are_short_versioned_and_come_back_whole(action: object) -> None:
    data = encode(action)  # type: ignore[arg-type]
    assert data.startswith("v1:")
    assert len(data.encode()) <= 64
    assert decode(data) == action


@pytest.mark.parametrize(
    "data", ["", "v0:entry:x", "v1:entry:X Y", "v1:entry:" + "a" * 60, "\x00", "v1:do:dance:1"]
)
def test_button_data_of_nobody_mean_nothing(data: str) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_in_one_sentence_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, "no docstring"
    assert said.split("\n\n")[0].rstrip().endswith((".", ":", "`"))


def test_pins_name_versions_and_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[0-9][^ ;]*( ; .+)?", line), line


def test_the_bench_of_dependencies_is_the_one_in_the_decisions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    names = [re.split(r"[\[=<>]", dependency)[0] for dependency in project["dependencies"]]
    assert [name for name in names if f"`{name}`" not in decisions] == []


def test_the_wheel_brings_its_knowledge_and_templates(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(tmp_path / "installed")
    assert "bot/_content/knowledge/red_flags.yaml" in names
    assert "bot/storage/migrations/versions/0001_the_first_tables.py" in names
    assert len([n for n in names if n.startswith("bot/_content/knowledge/entries/")]) >= 60
