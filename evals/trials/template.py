"""The seeded demo database that trials copy: making one takes longer than a whole trial."""

import asyncio
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.scenarios.scenario import Scenario
from procurement import demo
from procurement.clock import SHANGHAI, FixedClock
from procurement.ids import seeded_ids
from procurement.store import Store

NOW = Scenario.model_fields["now"].default  # when most scenarios play


async def make_template(path: Path, now: datetime = NOW) -> None:
    """Write the demo chain, as it is at ``now``, to a new file at ``path``. Its dates and ids are always the same."""
    with TemporaryDirectory(dir=path.parent) as folder:
        making = Path(folder) / path.name
        store = await Store.open(database_url(making), FixedClock(business_time(now)))
        try:
            with seeded_ids("template"):
                await demo.seed(store)
        finally:
            await store.close()  # the last connection writes the log back into the file: it is whole by itself
        making.replace(path)


async def copy_template(template: Path, path: Path, now: datetime) -> None:
    """A database for a trial at ``now``. Of every instant but NOW the template is made once, beside ``template``."""
    if now != NOW:
        template = template.with_name(f"{template.stem}-{now:%Y%m%dT%H%M%S}{template.suffix}")
        if not template.exists():
            await make_template(template, now)
    await asyncio.to_thread(shutil.copyfile, template, path)


def business_time(instant: datetime) -> datetime:
    """Without an offset it is Shanghai time."""
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def database_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"
