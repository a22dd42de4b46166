"""The process a speech model lives in. The real one, with the voice that is quickest to load."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from voice import worker as working
from voice.errors import Dropped, ModelMissing, SpeechUnavailable
from voice.ports import Clip
from voice.worker import Worker

ESPEAK = {"voices": {"zh": "espeak"}, "cache": "unused"}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker("synthesise", ESPEAK, limit=3)
    await worker.start()
    yield worker
    await worker.close()


def stop(worker: Worker) -> int:
    """Holds the process where it is, so that what happens meanwhile is certain. Returns its id."""
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)
    return worker.pid


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def asked(worker: Worker, text: str = "好", *, urgent: bool = True) -> "asyncio.Task[Clip]":
    return asyncio.create_task(worker.ask(text, "zh", urgent=urgent))


async def test_it_answers(worker: Worker) -> None:
    clip = await asked(worker)
    assert clip.pcm
    assert worker.restarts == 0


async def test_killed_in_mid_request_it_is_replaced_and_the_request_tried_again(worker: Worker) -> None:
    pid = stop(worker)
    pending, waiting = asked(worker, "五百个"), asked(worker, "轴承")
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    assert (await pending).marks[0].text == "五"
    assert (await waiting).marks[0].text == "轴"
    assert worker.restarts == 1
    assert worker.pid != pid
    assert gone(pid)


async def test_killed_while_idle_the_next_request_is_answered(worker: Worker) -> None:
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    await asyncio.sleep(0.1)
    assert (await asked(worker)).pcm


async def test_a_process_that_hangs_is_replaced(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = stop(worker)
    monkeypatch.setattr(working, "ANSWER_SECONDS", 2.0)
    monkeypatch.setattr(working, "CLOSE_SECONDS", 0.2)
    assert (await asked(worker)).pcm
    assert gone(pid)


async def test_a_request_that_kills_twice_is_given_up(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "ANSWER_SECONDS", 0.0)
    with pytest.raises(SpeechUnavailable, match="died twice"):
        await asked(worker)
    monkeypatch.undo()
    assert (await asked(worker)).pcm


async def test_the_queue_is_bounded_and_urgent_ones_go_first(worker: Worker) -> None:
    pid = stop(worker)
    first = asked(worker, "甲", urgent=False)
    await asyncio.sleep(0.05)
    order: list[str] = []
    tasks = [asked(worker, "乙", urgent=False), *(asked(worker, text) for text in "丙丁戊")]
    for name, task in zip("乙丙丁戊", tasks, strict=True):
        task.add_done_callback(lambda _, name=name: order.append(name))
    await asyncio.sleep(0.05)
    with pytest.raises(SpeechUnavailable, match="too many requests"):
        await asked(worker)
    await asyncio.gather(*(asyncio.sleep(0) for _ in range(3)))
    os.kill(pid, signal.SIGCONT)
    await asyncio.gather(*tasks)
    assert order == ["丙", "丁", "戊", "乙"]
    (outcome,) = await asyncio.gather(first, return_exceptions=True)
    assert isinstance(outcome, Dropped | Clip)  # told to give way; it may have been too far by then


async def test_partials_are_dropped_when_too_many_wait(worker: Worker) -> None:
    pid = stop(worker)
    first = asked(worker)
    await asyncio.sleep(0.05)
    waiting = [asked(worker, urgent=False) for _ in range(3)]
    await asyncio.sleep(0.05)
    with pytest.raises(Dropped, match="too many"):
        await asked(worker, urgent=False)
    os.kill(pid, signal.SIGCONT)
    await asyncio.gather(first, *waiting)


async def test_a_cancelled_caller_takes_its_request_along(worker: Worker) -> None:
    pid = stop(worker)
    current, waiting = asked(worker), asked(worker)
    await asyncio.sleep(0.05)
    current.cancel()
    waiting.cancel()
    os.kill(pid, signal.SIGCONT)
    await asyncio.gather(current, waiting, return_exceptions=True)
    assert (await asked(worker, "轴承")).marks[0].text == "轴"
    assert worker.restarts == 0


async def test_closing_ends_the_process_and_answers_who_waits() -> None:
    worker = Worker("synthesise", ESPEAK)
    await worker.start()
    pid = stop(worker)
    pending, waiting = asked(worker), asked(worker)
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGCONT)
    os.kill(pid, signal.SIGSTOP)
    closing = asyncio.create_task(worker.close())
    results = await asyncio.gather(pending, waiting, return_exceptions=True)
    await closing
    assert all(isinstance(result, SpeechUnavailable | Clip) for result in results)
    assert any(isinstance(result, SpeechUnavailable) for result in results)
    assert gone(pid)
    with pytest.raises(SpeechUnavailable, match="not running"):
        await worker.ask("好", "zh")


async def test_what_the_model_cannot_take_is_an_error_not_a_restart(worker: Worker) -> None:
    with pytest.raises(SpeechUnavailable, match="synthesise failed: KeyError"):
        await worker.ask("bonjour", "fr")
    assert (await asked(worker)).pcm
    assert worker.restarts == 0


async def test_a_model_that_is_missing_is_said_at_start(tmp_path: Path) -> None:
    worker = Worker("synthesise", {"voices": {"en": str(tmp_path / "no.onnx")}, "cache": str(tmp_path)})
    with pytest.raises(ModelMissing) as caught:
        await worker.start()
    assert caught.value.field == "SUPPLYLINE_VOICE_EN"
    assert caught.value.remedy
    await worker.close()
    assert worker.pid is None


async def test_a_process_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker("synthesise", {})  # no voices in the settings: a fault of ours
    with pytest.raises(SpeechUnavailable, match="cannot start"):
        await worker.start()
    await worker.close()


ORPHAN = """
import asyncio, sys
from voice.worker import Worker
async def main():
    worker = Worker("synthesise", {"voices": {"zh": "espeak"}, "cache": "unused"})
    await worker.start()
    print(worker.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_the_parents_death_ends_it() -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHAN], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert not gone(pid)
        parent.kill()
    deadline = time.monotonic() + 5
    while not gone(pid):
        assert time.monotonic() < deadline, "the worker outlived its parent"
        time.sleep(0.05)
