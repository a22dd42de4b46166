"""What one conversation listens for: the sounds of its world and what is open in it."""

from dataclasses import dataclass

from agent.scene import Scene
from procurement.recent_numbers import NO_NUMBERS, RecentNumbers


@dataclass(frozen=True, slots=True)
class Ears:
    """``scene`` as of now (its drafts and question say whether an answer is awaited); ``numbers``: those of the Actor's
    recent orders, lots and shipments. What is compiled from them is kept by identity of the catalogue and value of the
    numbers, so making Ears anew for every utterance costs nothing. ``asked``: the call's last sentence was a question
    of its own (which reading was meant, are you there), so that yes and no are answers."""

    scene: Scene
    numbers: RecentNumbers = NO_NUMBERS
    asked: bool = False

    @property
    def awaits(self) -> bool:
        """Whether a bare yes or no would decide something."""
        return self.asked or bool(self.scene.drafts) or self.scene.question is not None
