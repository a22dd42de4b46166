"""From what a recogniser wrote to what was said. Most of the wrong texts are Whisper's own, of synthetic callers."""

import time
from pathlib import Path
from statistics import median, quantiles

import pytest

from agent.grammar.consent import read_decision
from agent.grammar.understanding import understand
from agent.hearing.ears import Ears
from agent.hearing.hearing import hear
from agent.hearing.transcript import plain
from tests.agent.grammar.harness import load
from tests.agent.grammar.simulation import Conversation
from tests.agent.hearing.desk import NUMBERS, ears

PHRASINGS = Path(__file__).parents[1] / "grammar"
EARS = ears()
BEARING = "跟苏州精密订500个6204,下周五之前到"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("华东京密的州城还有多少产能", "华东精密的轴承还有多少产能"),
        ("只相加急明天能到吗", "纸箱加急明天能到吗"),
        ("再来30代面粉", "再来30袋面粉"),
        ("再來三時代麵粉", "再来三十袋面粉"),
        ("今外面粉的爆架是多少", "金麦面粉的报价是多少"),
        ("標籤要無捲", "标签要五卷"),
        ("標籤要武捲", "标签要五卷"),
        ("幫我向蘇州經歷定500個6204軸程下週五之前的", "帮我向苏州精密定500个6204轴承下周五之前的"),
        ("跟華東經醫藥300個620次 後天能到嗎", "跟华东精密要300个6204,后天能到吗"),
        ("黃油店二十項 冷煉送蘇州以後藏", "黄油店二十箱,冷链送苏州一号仓"),
        ("給寧博助造下個單只加800個", "给宁波铸造下个单支架800个"),
    ],
)
def test_mandarin_by_its_sound(raw: str, said: str) -> None:
    heard = hear(raw, "zh", EARS)
    assert heard.text == said
    assert heard.raw == raw
    assert heard.question is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Order 500 bearings 6204 from Sushu Precision.", "Order 500 bearings 6204 from Suzhou Precision."),
        ("Kendingbo castings deliver 800 brackets?", "can Ningbo castings deliver 800 brackets?"),
        ("I need 2 tons of bread flower at Sujo warehouse 2.", "I need 2 tons of bread flour at Suzhou warehouse 2."),
        ("How much does Wadong Precision have", "How much does Huadong Precision have"),
        ("We need 15 roles of labels", "We need 15 rolls of labels"),
        ("order 30 backs of flower", "order 30 bags of flour"),
        ("get me 20 boxes of better by Thursday", "get me 20 boxes of butter by Thursday"),
        ("4000 cartoons please", "4000 cartons please"),
    ],
)
def test_english_by_its_sound(raw: str, said: str) -> None:
    assert hear(raw, "en", EARS).text == said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("定代妖妖祈到哪了", "订单117到哪了"),
        ("查一下定單腰腰久的狀態", "查一下订单119的状态"),
        ("取消訂單搖20", "取消订单120"),
        ("發貨單SA10402現在在哪", "发货单SH10042现在在哪"),
        ("S10-043,為什麼晚了", "SH10043,为什么晚了"),
        ("皮號L2026111的麵粉是誰供的", "批号L20261101的面粉是谁供的"),
        ("運單CJ102384756走到哪裡了", "运单CJ1029384756走到哪里了"),
        ("六二零四四百个", "6204四百个"),
        ("order one one seven please", "order 117 please"),
        ("where is S H one double oh four three", "where is SH10043"),
        ("lot L two zero two six double one oh one", "lot L20261101"),
        ("6 2 0 4 bearings", "6204 bearings"),
        ("sixty-two oh four", "6204"),
        ("62.04 bearings", "6204 bearings"),
    ],
)
def test_spelled_numbers_are_those_there_are(raw: str, said: str) -> None:
    assert hear(raw, "zh" if ord(raw[0]) > 255 else "en", EARS).text == said


def test_a_unit_that_the_goods_do_not_come_in_is_a_slip() -> None:
    assert hear("把定單改成800克", "zh", ears(BEARING)).text == "把定单改成800个"
    assert hear("把订单改成800克", "zh", ears("跟金麦订2吨面粉")).text == "把订单改成800克"


@pytest.mark.parametrize(
    ("raw", "about", "labels"),
    [
        ("Hua Rong Precision 6204", "supplier", {"华东精密机械", "华中精密机械"}),
        ("白糖定時代送武漢", "quantity", {"十袋", "四袋"}),
        ("黄油要试想", "quantity", {"十箱", "四箱"}),
        ("苏州精密这周还能供多少620", "item", {"6204", "6205"}),
        ("发货单S10-04-24在哪", "number", {"SH10042", "SH10044"}),
    ],
)
def test_what_sounds_alike_is_asked(raw: str, about: str, labels: set[str]) -> None:
    question = hear(raw, "zh", EARS).question
    assert question is not None
    assert question.about == about
    assert labels <= {option.label for option in question.options}
    assert len({option.text for option in question.options}) == len(question.options)


@pytest.mark.parametrize("raw", ["华中精密的6205", "华东精密的6204", "6204要四箱", "order 120 cartons", "订十四箱黄油"])
def test_what_is_said_clearly_stays(raw: str) -> None:
    heard = hear(raw, "zh", EARS)
    assert heard.text == raw
    assert heard.question is None


@pytest.mark.parametrize(
    "text", ["低筋面粉要一吨", "订50公斤鸡蛋", "order brown sugar 500 kg", "book me a flight to Beijing"]
)
def test_other_goods_do_not_become_ours(text: str) -> None:
    assert hear(text, "zh", EARS).text == text


@pytest.mark.parametrize("name", ["dev", "second", "fresh"])
def test_what_is_right_keeps_its_meaning(name: str) -> None:
    changed = []
    for phrasing in load(PHRASINGS / f"phrasings_{name}.jsonl"):
        conversation = Conversation()
        for earlier in phrasing.get("setup") or ():
            conversation.say(earlier)
        scene = conversation.scene()
        text, language = phrasing["text"], "en" if phrasing["lang"] == "en" else "zh"
        heard = hear(text, language, Ears(scene, NUMBERS, asked=True))
        same = understand(heard.text, scene) == understand(text, scene)
        if not same or read_decision(heard.text, scene) != read_decision(text, scene) or heard.question:
            changed.append((text, heard.text, heard.question))
    assert changed == []


def test_an_utterance_takes_milliseconds() -> None:
    """Of processor time, so that a busy machine does not fail it."""
    texts = [one["text"] for one in load(PHRASINGS / "phrasings_third.jsonl")]
    texts += ["幫我向蘇州經歷定500個6204軸程下週五之前的", "跟華東經醫藥300個620次 後天能到嗎"] * 10
    durations = []
    for text in texts:
        hear(text, "zh", EARS)
        started = time.process_time()
        hear(text, "zh", EARS)
        durations.append(time.process_time() - started)
    assert median(durations) <= 0.015
    assert quantiles(durations, n=20)[-1] <= 0.04


@pytest.mark.parametrize(
    ("raw", "text"), [("标签要亿万张", "标签要一万张"), ("两亿三千万", "两亿三千万"), ("纸箱亿千个", "纸箱一千个")]
)
def test_a_hundred_million_without_a_number_is_one(raw: str, text: str) -> None:
    assert plain(raw) == text
