"""Opaque identifiers for records that people do not name themselves."""

import base64
import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TOKEN = 15  # bytes: 120 bits, 20 characters

_token: ContextVar[Callable[[int], str]] = ContextVar("token", default=secrets.token_urlsafe)


def new_id(prefix: str) -> str:
    """``prefix``, an underscore and 20 url-safe random characters (120 bits): ``new_id("drf")`` -> "drf_..."."""
    return f"{prefix.rstrip('_')}_{_token.get()(TOKEN)}"


@contextmanager
def seeded_ids(seed: int | str) -> Iterator[None]:
    """Within it, and in the tasks begun within it, ids repeat from run to run; for evals. They can be guessed."""
    source = random.Random(seed)
    reset = _token.set(lambda size: base64.urlsafe_b64encode(source.randbytes(size)).decode())
    try:
        yield
    finally:
        _token.reset(reset)
