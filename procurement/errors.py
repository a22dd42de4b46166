"""Every error a caller can meet, in one tree.

::

    SupplyLineError                 code, message, field, remedy, retry
    ├── InvalidInput                the caller can fix it: a field is wrong          (422)
    ├── NotFound                    nothing of that id is visible to this Actor      (404)
    ├── NotAllowed                  the Actor lacks the authority                    (403)
    ├── Conflict                    the record moved on; read it again and decide    (409)
    │   └── Expired                 the question was open too long; ask it again     (410)
    ├── Unavailable                 a part is down; the same call may work later     (503)
    └── Corrupt                     stored records contradict each other; operator   (500)

Caught at three places only: the tool boundary, the request boundary, the call boundary.
"""

from typing import ClassVar


class SupplyLineError(Exception):
    """An error with a sentence for a person.

    ``field`` names the input at fault, ``remedy`` says what to do about it,
    ``retry`` tells whether the very same call can succeed later.
    """

    code: ClassVar[str] = "error"
    retry: ClassVar[bool] = False

    def __init__(self, message: str, *, field: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.remedy = remedy

    def as_dict(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "remedy": self.remedy,
            "retry": self.retry,
        }


class InvalidInput(SupplyLineError):
    """A field is missing or wrong; the caller can fix it."""

    code = "invalid_input"


class NotFound(SupplyLineError):
    """Nothing of that id is visible to this Actor (a foreign record looks the same as none)."""

    code = "not_found"


class NotAllowed(SupplyLineError):
    """The Actor lacks the authority; somebody else has to do it."""

    code = "not_allowed"


class Conflict(SupplyLineError):
    """The record has moved on since it was shown; look at it again."""

    code = "conflict"


class Expired(Conflict):
    """The question was open too long; have it asked again."""

    code = "expired"


class Unavailable(SupplyLineError):
    """A part the call needs is down; the same call may work later."""

    code = "unavailable"
    retry = True


class Corrupt(SupplyLineError):
    """Stored records contradict each other; an operator has to look."""

    code = "corrupt"
