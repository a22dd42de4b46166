"""From a recogniser's text to what was said: ``hear``. Pure, for partial and for final text alike."""

from agent.hearing.ears import Ears
from agent.hearing.heard import Heard
from procurement.actor import Language
from procurement.catalogue import Catalogue


def hear(raw: str, language: Language, ears: Ears) -> Heard:
    """What ``raw`` says to the conversation of these ears."""
    text = raw.strip()
    return Heard(raw, text, language, kind="words" if text else "nothing")


def vocabulary(language: Language, catalogue: Catalogue) -> str:
    """A prompt for the recogniser: words of the trade it may expect, in the language spoken."""
    names = [item.name.of(language) for item in catalogue.items]
    return " ".join(names[:8])
