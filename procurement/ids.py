"""Opaque identifiers for records that people do not name themselves."""

import secrets


def new_id(prefix: str) -> str:
    """``prefix``, an underscore and 20 url-safe random characters (120 bits): ``new_id("drf")`` -> "drf_..."."""
    return f"{prefix.rstrip('_')}_{secrets.token_urlsafe(15)}"
