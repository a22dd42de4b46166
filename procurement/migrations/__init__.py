"""The schema's history. ``HEAD`` names the newest revision, so that opening a current database need not load Alembic."""

from typing import Final

HEAD: Final = "0001"
