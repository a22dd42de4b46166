"""Every error of ``voice``, in one tree; each names what to change and says whether trying again can help.

::

    VoiceError                 message, field, remedy, retry
    ├── BadAudio               a recording cannot be read; another file or format helps
    ├── ModelMissing           a speech model is not where it should be; the operator installs or names it
    ├── HubOutOfReach          a model cannot be fetched now; later, or from a mirror, it may
    └── SpeechUnavailable      a speech worker cannot answer now; the same call may work later
        └── Dropped            the request was not urgent and gave way
"""

from typing import ClassVar


class VoiceError(Exception):
    """An error with a sentence for a person. ``field`` is the setting, option or file at fault."""

    retry: ClassVar[bool] = False

    def __init__(self, message: str, *, field: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.remedy = remedy


class BadAudio(VoiceError):
    """A recording cannot be read."""


class ModelMissing(VoiceError):
    """A speech model is not where it should be."""


class HubOutOfReach(VoiceError):
    """A model cannot be fetched now."""

    retry = True


class SpeechUnavailable(VoiceError):
    """A speech worker cannot answer now."""

    retry = True


class Dropped(SpeechUnavailable):
    """The request was not urgent and gave way to one that was, or found the queue full."""
