"""An agent that never gets up."""

import asyncio
from collections.abc import Sequence

from agent.model import Model
from evals.subjects.subject import Subject
from procurement.store import Store


async def open_agent(store: Store, models: Sequence[Model]) -> Subject:
    await asyncio.sleep(3600)
    raise AssertionError("it slept for an hour")
