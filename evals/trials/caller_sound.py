"""How the person of a scenario sounds on a call: a voice, the noise around it, the line it comes over.

Everything is decided by ``seed``. Voices are those that no threshold of the product was chosen with.
"""

import random
from dataclasses import dataclass, field

from evals.audio import sound
from evals.audio.callers import Caller, Samples, Studio, callers
from evals.bench.callbook import BACKCHANNELS, SIDE_TALK, SIDE_TALK_LOSS, Kind, Step, crowd
from evals.scenarios.scenario import Act, Audio, Sound, Variant
from voice.ports import RATE, Language

NOISE_SECONDS = 8.0  # then it goes round
CROWDS = 2  # babbles to choose from; making one takes longer than most calls
SPEECH_DB = -22.0  # about what callers speak at


@dataclass(slots=True)
class CallerSound:
    studio: Studio
    audio: Audio
    variant: Variant
    seed: str
    _random: random.Random = field(init=False)
    _voice: Caller = field(init=False)
    _neighbour: Caller = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        voices = callers(self.language, "held-out")
        first = self._random.randrange(len(voices))
        self._voice, self._neighbour = voices[first], voices[first - 1]

    @property
    def language(self) -> Language:
        """Mixed speakers are Chinese voices that say English words."""
        return "en" if self.variant == "en" else "zh"

    def step(self, act: Act) -> Step:
        """What an act sounds like; a press of a button makes no sound, waiting is silence."""
        if act.say is not None:
            words = act.say.of(self.variant)
            return self._step("command" if act.into is None else "barge", words, self._spoken(words), act)
        if act.sound is not None:
            kind, name, made = self._made(act.sound)
            return self._step(kind, name, self._over_the_line(made), act)
        silent = sound.silence(act.wait.total_seconds() if act.wait is not None else 0.0)
        return self._step("pause", "", silent, act)

    def noise(self) -> Samples | None:
        """What the microphone takes up besides the caller, as loud as it is there; goes round."""
        if self.audio.noise is None:
            return None
        number = self._random.randrange(CROWDS)
        if self.audio.noise == "babble":
            made = crowd(self.studio, "held-out", NOISE_SECONDS, seed=number)
        else:
            made = sound.steady(self.audio.noise, NOISE_SECONDS, number)
        return self._over_the_line(sound.at_level(made, SPEECH_DB - self.audio.snr_db))

    def _step(self, kind: Kind, said: str, pcm: Samples, act: Act) -> Step:
        return Step(kind, self.language, said, pcm, act.into)

    def _spoken(self, words: str) -> Samples:
        return self._over_the_line(sound.at_level(self.studio.say(words, self._voice), SPEECH_DB))

    def _made(self, kind: Sound) -> tuple[Kind, str, Samples]:
        if kind == "backchannel":
            text = self._random.choice(BACKCHANNELS[self.language])
            return "backchannel", text, sound.at_level(self.studio.say(text, self._voice), SPEECH_DB)
        if kind == "side_talk":
            text = self._random.choice(SIDE_TALK[self.language])
            return "side_talk", text, sound.far_away(self.studio.say(text, self._neighbour), SIDE_TALK_LOSS)
        return "noise", kind, sound.noise(kind, self._random.randrange(RATE))

    def _over_the_line(self, made: Samples) -> Samples:
        return sound.telephone(made) if self.audio.band == "telephone" and len(made) else made
