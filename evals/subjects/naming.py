"""What ``--agent MODULE:FACTORY`` names: the Factory of the agent under test."""

import importlib
import inspect
from typing import cast

from evals.subjects.subject import REFERENCE, Factory
from procurement.errors import InvalidInput

FIELD = "--agent"


def factory_named(name: str) -> Factory:
    """The Factory in that module. Raises InvalidInput for anything that is none."""
    module_name, colon, attribute = name.partition(":")
    if not (module_name and colon and attribute):
        raise _wrong(f"{name!r} names no agent", f"write MODULE:FACTORY, such as {REFERENCE}")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise  # the module is there; what it needs is not
        raise _wrong(f"there is no module {module_name!r}", "check its spelling and that it is installed") from error
    except (TypeError, ValueError) as error:
        raise _wrong(f"{module_name!r} is no name of a module", "write it in full, such as package.module") from error
    found = getattr(module, attribute, None)
    if found is None:
        raise _wrong(f"{module_name} has no {attribute!r}", "check the name after the colon")
    if not callable(found):
        raise _wrong(f"{name} is no factory but a {type(found).__name__}", "name a function that opens an agent")
    try:
        inspect.signature(found).bind(object(), ())
    except (TypeError, ValueError) as error:
        raise _wrong(
            f"{name} cannot be called with a store and models", "give it the parameters store, models"
        ) from error
    return cast(Factory, found)


def _wrong(message: str, remedy: str) -> InvalidInput:
    return InvalidInput(message, field=FIELD, remedy=remedy)
