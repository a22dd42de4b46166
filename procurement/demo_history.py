"""What has happened in the demo chain so far: orders, shipments, lots and stock."""

from procurement.store import UnitOfWork


async def write(uow: UnitOfWork) -> None:
    """Write the history, relative to the day of the unit of work."""
