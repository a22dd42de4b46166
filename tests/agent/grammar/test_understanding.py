"""Over a thousand annotated phrasings; and what must never become a write."""

import time
from pathlib import Path
from statistics import median

import pytest

from agent.grammar.understanding import understand
from tests.agent.grammar.harness import load, report, run
from tests.agent.grammar.simulation import Conversation

FOLDER = Path(__file__).parent
WRITES = ("create_order", "cancel_order")


PHRASINGS = [f"phrasings_{name}.jsonl" for name in ("dev", "more", "second", "fresh")]


@pytest.mark.parametrize("name", PHRASINGS)
def test_phrasings(name: str) -> None:
    outcomes = [run(phrasing) for phrasing in load(FOLDER / name)]
    right = sum(not one.differences for one in outcomes)
    assert right >= 0.99 * len(outcomes), report(outcomes)
    assert not any(one.wrong_write for one in outcomes), report(outcomes)


def test_there_are_enough_phrasings() -> None:
    assert sum(len(load(path)) for path in FOLDER.glob("phrasings_*.jsonl")) >= 500


@pytest.mark.parametrize(
    "text",
    [
        "不要订6204了",
        "先别下单",
        "don't order any flour",
        "别取消119",
        "don't cancel order 119",
        "119取消了吗",
        "能交500个6204吗",
        "要是订500个6204,苏州精密几天能到",
        "这批500个的6204到哪了",
        "我们上次订了多少个6204",
        "how many 6204 did we order last time",
        "讲个500字的笑话",
        "",
        "。。。",
    ],
)
def test_nothing_is_proposed(text: str) -> None:
    assert not [call for call in understand(text, Conversation().scene()).calls if call.tool in WRITES]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("从东方精工订500个6204", "supplier"),
        ("order 500 6204 from Acme Bearings", "supplier"),
        ("红糖订500公斤", "item"),
        ("订500个螺丝", "item"),
        ("order 200 6207 bearings", "item"),
        ("订轴承200个", "item"),
        ("订三五百个支架", "quantity"),
        ("订-500个支架", "quantity"),
        ("2月30号要500公斤白糖", "date"),
        ("订500个纸箱送到三号仓", "place"),
        ("精密那边6205要400个", "supplier"),
    ],
)
def test_what_is_not_understood_is_asked(text: str, about: str) -> None:
    assert Conversation().say(text) == [{"act": "ask", "about": about}]


@pytest.mark.parametrize("text", ["一" * 3000, "订" * 3000, "6204 500个," * 400, "half a " * 500, "下周" * 1500])
def test_a_long_message_takes_no_long_time(text: str) -> None:
    started = time.perf_counter()
    Conversation().say(text)
    assert time.perf_counter() - started < 10


def test_an_utterance_takes_milliseconds() -> None:
    scene = Conversation().scene()
    understand("warm", scene)
    durations = []
    for phrasing in load(FOLDER / "phrasings_dev.jsonl"):
        started = time.perf_counter()
        understand(phrasing["text"], scene)
        durations.append(time.perf_counter() - started)
    assert median(durations) < 0.005
