"""Finding a method by its name and giving it its arguments, each in the type that its signature asks for."""

import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.cloud import Cloud
from bot.simulator.forms import Form, Upload
from bot.simulator.refusal import Refusal


@dataclass(frozen=True)
class Call:
    """A call under way: whom it is for and the files that came with it."""

    cloud: Cloud
    files: dict[str, Upload] = field(default_factory=dict)


Handler = Callable[..., Any]
"""Takes a Call and the method's parameters by name; returns the `result`, or an awaitable of it."""

METHODS: dict[str, Handler] = {}
"""Every method by its name in the Bot API, such as "sendMessage"."""


def method(handler: Handler) -> Handler:
    """Register a function under its own name in Telegram's spelling: `send_message` is sendMessage."""
    first, *others = handler.__name__.split("_")
    METHODS[first + "".join(word.capitalize() for word in others)] = handler
    return handler


def parameters(handler: Handler) -> dict[str, inspect.Parameter]:
    """Return a method's parameters, without the Call."""
    return dict(list(inspect.signature(handler).parameters.items())[1:])


def find_method(name: str) -> tuple[str, Handler]:
    """Return a method and its name in Telegram's spelling; Telegram does not care about case.

    Raises:
        Refusal: 404, there is none.
    """
    for known, handler in METHODS.items():
        if known.lower() == name.lower():
            return known, handler
    raise Refusal(404, "Not Found: method not found")


async def run(handler: Handler, cloud: Cloud, form: Form) -> Any:
    """Return a method's result.

    Raises:
        Refusal: what the method refuses, an argument of a wrong type, or a parameter that the simulator does
            not play: better a loud no than to let a test believe in what is not there.
    """
    known = parameters(handler)
    unknown = sorted(set(form.fields) - set(known))
    if unknown:
        raise Refusal.bad_request(f"the simulator does not play the parameter {', '.join(unknown)}")
    arguments = {name: _typed(name, value, known[name].annotation) for name, value in form.fields.items()}
    result = handler(Call(cloud, form.files), **arguments)
    return await result if isinstance(result, Awaitable) else result


def _typed(name: str, value: Any, wanted: Any) -> Any:
    try:
        return _CONVERTERS[wanted](value)
    except (ValueError, TypeError):
        raise Refusal.bad_request(f"can't parse {name}: {wanted.__name__} expected") from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _truth(value: Any) -> bool:
    return str(value).lower() in ("true", "yes", "1")


def _object(value: Any) -> Any:
    if isinstance(value, str):
        return json.loads(value) if value else None
    return value


_CONVERTERS: dict[Any, Callable[[Any], Any]] = {str: _text, int: int, bool: _truth, Any: _object}
