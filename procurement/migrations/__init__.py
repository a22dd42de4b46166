"""The schema's history. ``HEAD`` is its newest revision: a current database opens without loading Alembic."""

from typing import Final

HEAD: Final = "0002"
