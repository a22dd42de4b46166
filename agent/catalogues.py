"""Keeps the catalogue of each person who talks, for a few seconds: names change rarely, turns come quickly."""

import time
from collections.abc import Callable

from procurement.actor import Actor
from procurement.catalogue import Catalogue, load_catalogue
from procurement.store import UnitOfWork

LIFETIME = 5.0  # seconds until a new name is heard of
MOST = 1_000


class Catalogues:
    """Names only; prices, capacity and whatever else a decision rests on are always read anew. One that has not changed
    stays the same object, so that what was compiled from it is not compiled again."""

    def __init__(self, lifetime: float = LIFETIME, now: Callable[[], float] = time.monotonic) -> None:
        self._lifetime = lifetime
        self._now = now
        self._kept: dict[str, tuple[float, Actor, Catalogue]] = {}

    async def of(self, uow: UnitOfWork, actor: Actor) -> Catalogue:
        until, known_actor, catalogue = self._kept.get(actor.contact_id, (0.0, None, None))
        if catalogue is not None and known_actor == actor and self._now() < until:
            return catalogue
        read = await load_catalogue(uow, actor)
        catalogue = catalogue if catalogue == read else read
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[actor.contact_id] = (self._now() + self._lifetime, actor, catalogue)
        return catalogue
