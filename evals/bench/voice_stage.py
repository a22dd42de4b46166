"""Where the voice benchmark plays: a Store with the demo chain, an Agent, the speech models, and calls over lines."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.assistant import Agent, open_agent
from agent.conversation import Conversation
from evals.audio.stretches import Samples, samples
from evals.bench.callbook import Step
from evals.bench.rehearsal import Take, rehearse
from evals.stage import stage
from procurement.actor import Actor
from voice.call import Call
from voice.call_log import CallLog
from voice.gate import Gate
from voice.ports import Language
from voice.silero import Silero
from voice.speech_models import SpeechModels, open_speech
from voice.transports.line import Line

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class VoiceStage:
    agent: Agent
    buyer: Actor
    speech: SpeechModels
    silero: Silero

    async def conversation(self) -> Conversation:
        return await self.agent.conversation(self.buyer)

    async def call(self, line: Line) -> CallLog:
        """A call of a conversation of its own, in either language, as the service takes them."""
        talk = (await self.conversation()).talk()
        await talk.listen()
        models = self.speech
        return await Call(line, talk, models.recogniser, models.synthesiser, Gate(self.silero.stream())).run()

    async def play(self, steps: Sequence[Step], limit: float = 600.0, echo_db: float | None = None) -> Take:
        """``limit``: seconds after which the caller hangs up; ``echo_db``: as in ``rehearsal.ScriptedLine``."""
        return await rehearse(steps, self.call, limit, echo_db)

    async def warm(self) -> None:
        """What every service has said before its first caller comes."""
        await self.speech.synthesiser.warm((await self.conversation()).talk().phrases())

    async def fillers(self) -> list[Samples]:
        """What bridges a long wait, as it sounds."""
        talk = (await self.conversation()).talk()
        clips = [await self.speech.synthesiser.synthesise(talk.phrase("wait", each), each) for each in LANGUAGES]
        return [samples(clip.pcm) for clip in clips]


@asynccontextmanager
async def voice_stage(path: Path) -> AsyncIterator[VoiceStage]:
    async with stage(path) as (store, buyer), await open_agent(store) as agent, open_speech() as speech:
        opened = VoiceStage(agent, buyer, speech, Silero())
        await opened.warm()
        yield opened
