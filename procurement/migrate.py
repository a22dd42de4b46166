"""Brings a SQLite file to the newest schema in one transaction: a crash leaves the old one, never half of the new."""

import sqlite3
from contextlib import closing
from pathlib import Path

from procurement.errors import Corrupt
from procurement.migrations import HEAD

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(path: Path) -> bool:
    """Migrate the file at ``path`` (created when missing); False when it was current already.

    Blocking: call it in a thread. Raises Corrupt for a schema newer than this program.
    """
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        if _revision(connection) == HEAD:
            return False
        # Set outside a transaction; it is a property of the file and stays.
        connection.execute("PRAGMA journal_mode=WAL")
    return _upgrade(path)


def _revision(connection: sqlite3.Connection) -> str | None:
    known = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return str(row[0]) if row else None


def _upgrade(path: Path) -> bool:
    # Alembic takes longer to load than a current database takes to open.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy import URL, create_engine
    from sqlalchemy.pool import NullPool

    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"isolation_level": None, "timeout": 30},
    )
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        try:
            # Another process may have migrated while this one waited for the lock: then there is nothing to do.
            command.upgrade(config, "head")
        except CommandError as error:
            connection.rollback()
            raise Corrupt(
                f"the database has a schema this program does not know: {error}",
                remedy="run the newer program that wrote it, or restore a backup",
            ) from error
        connection.commit()
    engine.dispose()
    return True
