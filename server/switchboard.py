"""The real parts of calls: the one place where the voice package's Call is given the agent's conversation."""

from contextlib import AsyncExitStack
from functools import cache

from agent.talking import Talking
from procurement.errors import SupplyLineError, Unavailable
from server.hotline import Parts, Speech
from voice.call import Call
from voice.errors import VoiceError
from voice.gate import Gate
from voice.model_files import SpeechSettings, cautions, whisper_folder
from voice.ports import Transport
from voice.silero import Silero
from voice.speech_models import open_speech


def parts(settings: SpeechSettings) -> Parts:
    """Calls with the speech models of ``settings``, opened when they are first needed."""

    silero = cache(Silero)

    async def opened() -> Speech:
        stack = AsyncExitStack()
        try:
            models = await stack.enter_async_context(open_speech(settings))
        except VoiceError as error:
            raise as_ours(error) from error
        return Speech(models.recogniser, models.synthesiser, stack.aclose)

    def call(transport: Transport, talk: Talking, speech: Speech) -> Call:
        return Call(transport, talk, speech.recogniser, speech.synthesiser, Gate(silero().stream()))

    return Parts(open_speech=opened, make_call=call)


def notices(settings: SpeechSettings) -> list[str]:
    """What an operator should know of the models before the first call; why there can be none, if so. Makes the folder
    of the recogniser if need be."""
    try:
        whisper_folder(settings)
        return list(cautions(settings))
    except VoiceError as error:
        return [f"No calls: {error.message} ({error.remedy or error.field})"]


def as_ours(error: VoiceError) -> SupplyLineError:
    """A fault of speech as one of the service."""
    return Unavailable(error.message, field=error.field, remedy=error.remedy)
