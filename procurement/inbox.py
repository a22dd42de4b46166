"""What has come in, by channel and the sender's message id, so that a repeated delivery has no second effect."""

from sqlalchemy.dialects.sqlite import insert

from procurement import schema
from procurement.store import UnitOfWork


async def receive(uow: UnitOfWork, channel: str, message_id: str) -> bool:
    """Claim a message in the caller's transaction; False when it was claimed before."""
    claimed = await uow.conn.execute(
        insert(schema.inbox)
        .values(channel=channel, message_id=message_id, received_at=uow.now())
        .on_conflict_do_nothing()
    )
    return claimed.rowcount == 1
