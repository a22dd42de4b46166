"""A process that one speech model lives in, and the queue before it.

One request is answered at a time. Urgent ones go first; others wait in a short queue, give way when an urgent one
arrives (their work is left undone) and are dropped when the queue is full. A process that dies or hangs is replaced
and its request tried once more. A caller that is cancelled takes its request with it.
"""

import asyncio
import json
import logging
import os
import pickle
import sys
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from voice.errors import Dropped, SpeechUnavailable, VoiceError
from voice.speech_process import HEADER, Job, packed

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120.0  # the first start writes model files to the cache
ANSWER_SECONDS = 30.0
CLOSE_SECONDS = 2.0
TRIES = 2


@dataclass(eq=False, slots=True)
class _Request:
    arguments: tuple[Any, ...]
    urgent: bool
    answer: asyncio.Future[Any]
    number: int
    sent: bool = False


class _Died(Exception):
    """The process ended, or did not answer in time."""


@dataclass(eq=False, slots=True)
class Worker:
    """``limit``: how many urgent requests may wait; as many others may wait besides."""

    job: Job
    settings: dict[str, Any]
    limit: int = 16
    restarts: int = 0
    _process: asyncio.subprocess.Process | None = None
    _urgent: deque[_Request] = field(default_factory=deque)
    _others: deque[_Request] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _current: _Request | None = None
    _task: asyncio.Task[None] | None = None
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Returns when the model is loaded. Raises ModelMissing, SpeechUnavailable."""
        try:
            await self._living()
        except _Died as died:
            raise SpeechUnavailable(f"the process to {self.job} cannot start: {died}") from None
        self._task = asyncio.create_task(self._serve(), name=f"speech worker: {self.job}")

    async def ask(self, *arguments: Any, urgent: bool = True) -> Any:
        """Raises Dropped, SpeechUnavailable, or what the process raised."""
        if self._task is None or self._task.done():
            raise SpeechUnavailable(f"the process to {self.job} is not running")
        queue = self._urgent if urgent else self._others
        if len(queue) >= self.limit:
            if urgent:
                raise SpeechUnavailable(
                    f"too many requests to {self.job} are waiting", remedy="take fewer calls at once"
                )
            raise Dropped(f"too many requests to {self.job} are waiting")
        request = _Request(arguments, urgent, asyncio.get_running_loop().create_future(), next(self._numbers))
        queue.append(request)
        self._arrived.set()
        if urgent and self._current is not None and not self._current.urgent:
            self._drop(self._current)
        try:
            return await request.answer
        finally:
            if not request.answer.done() or request.answer.cancelled():
                self._abandon(request)

    async def close(self) -> None:
        """Ends the process; requests that wait get SpeechUnavailable."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._end_process()

    # --- requests ---------------------------------------------------------------------------------------------------

    def _abandon(self, request: _Request) -> None:
        """Nobody waits for it any more."""
        for queue in (self._urgent, self._others):
            if request in queue:
                queue.remove(request)
        self._drop(request)

    def _drop(self, request: _Request) -> None:
        if request.sent and self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(packed(("drop", request.number)))

    async def _serve(self) -> None:
        try:
            while True:
                while not self._urgent and not self._others:
                    self._arrived.clear()
                    await self._arrived.wait()
                self._current = self._urgent.popleft() if self._urgent else self._others.popleft()
                await self._settle(self._current)
                self._current = None
        finally:
            waiting = [*self._urgent, *self._others, *([self._current] if self._current else [])]
            self._urgent.clear()
            self._others.clear()
            for request in waiting:
                _fail(request, SpeechUnavailable(f"the process to {self.job} was closed"))

    async def _settle(self, request: _Request) -> None:
        """Gives the request its answer or an error, always one of them, unless its caller is gone."""
        for _ in range(TRIES):
            if request.answer.done():
                return
            try:
                value = await self._exchange(request)
            except _Died as died:
                log.warning("the process to %s died (%s); it is started again", self.job, died)
                self.restarts += 1
                await self._end_process()
            except VoiceError as error:
                _fail(request, error)
                return
            else:
                if not request.answer.done():
                    request.answer.set_result(value)
                return
        _fail(request, SpeechUnavailable(f"the process to {self.job} died twice over one request"))

    # --- the process ------------------------------------------------------------------------------------------------

    async def _exchange(self, request: _Request) -> Any:
        process = await self._living()
        assert process.stdin is not None
        try:
            request.sent = True
            process.stdin.write(packed(("ask", request.number, request.arguments)))
            if not request.urgent and self._urgent:
                self._drop(request)
            await process.stdin.drain()
            async with asyncio.timeout(ANSWER_SECONDS):
                while True:
                    kind, number, value = await self._message(process)
                    if number == request.number:
                        break
        except (ConnectionError, asyncio.IncompleteReadError, pickle.UnpicklingError) as error:
            raise _Died(f"{type(error).__name__}, exit status {process.returncode}") from error
        except TimeoutError as error:
            raise _Died(f"no answer in {ANSWER_SECONDS:g} s") from error
        finally:
            request.sent = False
        if kind == "error":
            raise value
        return value

    async def _message(self, process: asyncio.subprocess.Process) -> tuple[str, int, Any]:
        assert process.stdout is not None
        header = await process.stdout.readexactly(HEADER.size)
        message: tuple[str, int, Any] = pickle.loads(await process.stdout.readexactly(HEADER.unpack(header)[0]))
        return message

    async def _living(self) -> asyncio.subprocess.Process:
        """The process, started and ready. Raises _Died when it ends before that, ModelMissing."""
        if self._process is not None and self._process.returncode is None:
            return self._process
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        command = (sys.executable, "-m", "voice.speech_process", self.job, json.dumps(self.settings))
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C is for the parent, which then ends its workers in order
            )
        except OSError as error:
            raise _Died(f"no process can be made: {error.strerror}") from error
        self._process = process
        try:
            async with asyncio.timeout(START_SECONDS):
                kind, _, value = await self._message(process)
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            await self._end_process()
            raise _Died(f"it ended before it was ready, exit status {process.returncode}") from error
        except BaseException:
            await self._end_process()
            raise
        if kind == "error":
            await self._end_process()
            raise value
        return process

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _fail(request: _Request, error: VoiceError) -> None:
    if not request.answer.done():
        request.answer.set_exception(error)
