"""Stop, listening sounds, and nothing; and how long a pause may still belong to the sentence."""
# ruff: noqa: E501

import pytest

from agent.hearing.hearing import hear
from tests.agent.hearing.desk import ears

EARS, DRAFT = ears(), ears("跟苏州精密订500个6204,下周五之前到")

STOPS = (
    *("停", "停停", "停停停!", "等一下", "等等", "等一下等一下", "别说了", "先停一下", "不要再说了", "稍等", "好了好了停", "慢着"),
    *("stop", "Stop.", "wait", "Wait, wait.", "hold on", "no no", "No, no, no.", "stop talking please", "one moment", "hang on a second"),
)  # fmt: skip
LISTENING = (
    *("嗯", "嗯嗯", "对对", "啊", "哦", "好的好的", "嗯,好的", "對對對", "是的", "明白了"),
    *("uh-huh", "Uh-huh.", "mm-hmm", "okay", "Right.", "yeah", "Yeah, okay.", "I see.", "got it", "Mm-hmm, right."),
)
NOTHINGS = (
    *("", "  ", "...", "字幕by索兰娅", "請不吝點贊 訂閱 轉發 打賞支持明鏡與點點欄目", "谢谢观看", "中文字幕志愿者"),
    *("Thank you for watching.", "Thanks for watching!", "[Music]", "(音乐)", "you", "Subtitles by the Amara.org community", "♪ ♪"),
)  # fmt: skip


@pytest.mark.parametrize("raw", STOPS)
def test_stop(raw: str) -> None:
    assert hear(raw, "zh", EARS).kind == "stop"


@pytest.mark.parametrize("raw", LISTENING)
def test_listening(raw: str) -> None:
    assert hear(raw, "zh", EARS).kind == "backchannel"


@pytest.mark.parametrize("raw", NOTHINGS)
def test_nothing(raw: str) -> None:
    heard = hear(raw, "zh", EARS)
    assert (heard.kind, heard.text) == ("nothing", "")


@pytest.mark.parametrize("raw", ["对", "好的", "嗯", "yes", "Okay.", "对对"])
def test_behind_a_question_it_may_decide(raw: str) -> None:
    """The call knows whether the question was heard already; as a turn it is a decision."""
    heard = hear(raw, "zh", DRAFT)
    assert (heard.kind, heard.state) == ("backchannel", "decision")


@pytest.mark.parametrize("raw", ["哦", "啊", "um", "oh"])
def test_a_hum_never_decides(raw: str) -> None:
    assert hear(raw, "zh", DRAFT).kind == "nothing"


@pytest.mark.parametrize(
    "raw",
    [
        "停产了吗",
        "等一下能到吗",
        "好的那订500个6204",
        "wait for the flour, when does it come",
        "right, order 20 boxes of butter",
    ],
)
def test_a_sentence_that_begins_like_it_is_words(raw: str) -> None:
    assert hear(raw, "zh", EARS).kind == "words"


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        ("跟苏州精密订500个6204", "complete"),
        ("订单117到哪了", "complete"),
        ("黄油还剩多少", "complete"),
        ("Order 500 bearings 6204 from Suzhou Precision.", "complete"),
        ("Where is order 117?", "complete"),
        ("订500个6204", "open"),  # from whom?
        ("我想订点东西", "open"),
        ("帮我订500个6204轴承,还有", "trailing"),
        ("订500个6204,", "trailing"),
        ("order 500 bearings from", "trailing"),
        ("I need flour and", "trailing"),
        ("查一下订单", "spelling"),
        ("订单号是幺幺", "spelling"),
        ("shipment S H one zero", "spelling"),
        ("批号L2026", "spelling"),
        ("order one", "spelling"),
    ],
)
def test_how_long_to_wait(raw: str, state: str) -> None:
    assert hear(raw, "zh", EARS).state == state


@pytest.mark.parametrize("raw", ["确认", "不要了", "go ahead", "no thanks", "yes please", "对,下单吧"])
def test_a_decision_is_one_only_with_something_to_decide(raw: str) -> None:
    assert hear(raw, "zh", DRAFT).state == "decision"
    assert hear(raw, "zh", EARS).state != "decision"


@pytest.mark.parametrize("raw", ["Nana", "Altar.", "推", "哇", "Amen", "呢"])
def test_what_a_recogniser_makes_of_a_hum_is_no_message(raw: str) -> None:
    heard = hear(raw, "zh", DRAFT)
    assert (heard.kind, heard.state) == ("backchannel", "open")


@pytest.mark.parametrize("raw", ["No.", "不对", "错了", "取消", "how much", "面粉", "三百", "Hello", "到哪了"])
def test_a_short_word_that_means_something_is_words(raw: str) -> None:
    assert hear(raw, "zh", DRAFT).kind == "words"
