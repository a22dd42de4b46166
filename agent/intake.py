"""What may enter a conversation: one place that checks a person's words before anything is stored."""

import unicodedata

from procurement.errors import InvalidInput

MAX_CHARACTERS = 4_000
_KEPT_CONTROLS = "\n\t"


def clean_text(text: str) -> str:
    """The message, NFC-normalised, without invisible formatting (bidirectional marks, zero-width characters).

    Raises InvalidInput (field ``text``) when it is empty, too long, or holds control characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(
            f"The message has {len(text):,} characters; at most {MAX_CHARACTERS:,} are taken.",
            field="text",
            remedy="Send it in parts.",
        )
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category in ("Cs", "Co", "Cn") or (category == "Cc" and character not in _KEPT_CONTROLS + "\r"):
            raise InvalidInput(
                f"The message holds a character that is not text (U+{ord(character):04X} at {position + 1}).",
                field="text",
                remedy="Remove it and send the message again.",
            )
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    cleaned = unicodedata.normalize("NFC", visible).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not cleaned:
        raise InvalidInput("The message is empty.", field="text", remedy="Type what you need.")
    return cleaned


def clean_identifier(value: str, field: str) -> str:
    """An id chosen by a caller (conversation, idempotency key): 1 to 80 visible ASCII characters.

    Raises InvalidInput naming ``field``.
    """
    if not 1 <= len(value) <= 80 or not all("!" <= character <= "~" for character in value):
        raise InvalidInput(
            f"{field} must be 1 to 80 visible ASCII characters.", field=field, remedy="Use letters, digits, - and _."
        )
    return value
