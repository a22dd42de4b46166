"""Said to several open drafts: a bare yes picks none, words that point pick theirs, and all means all."""

import pytest

from agent.grammar.consent import Consent, read_decision
from agent.scene import OpenDraft, Scene
from tests.agent.grammar.simulation import Conversation

BEARINGS, FLOUR = "drf_1", "drf_2"

BARE = ["确认", "yes", "好的", "下单吧", "ok, place the order", "all good", "没问题"]
BEYOND = ["确认第三份", "the third one"]
ALL = """
都确认
全部确认
两个都要
两份都确认
两张都下单
都下单
全都确认
好的都下单
确认轴承和面粉
第一份和第二份
confirm both
both
both please
yes to all
all of them
issue all
order both
"""
FIRST = """
确认第一份
只要第一份
苏州精密那份确认
确认轴承的
confirm the bearings
the first one please
the one from suzhou
"""
SECOND = """
确认面粉那份
面粉那份可以
只确认面粉
确认第二份
第二份
第二个
第2份
最后一份
确认后面那个
the second one
confirm the second
yes to the flour
the flour one
the latter
"""
NOT_ONE = """
面粉
6204
都
第二份?
是第二份吗
第二份可以吗
都确认吗
好的,面粉还有多少库存
确认,面粉2000公斤
确认全部,但是面粉改成3000公斤
第二份改成300
除了面粉都确认
all but the flour
not both
not the second one
确认面粉,轴承不要
确认面粉,轴承取消
第一份确认,第二份不要
"""
DECLINED = {
    "都不要": (BEARINGS, FLOUR),
    "不要了": (BEARINGS, FLOUR),
    "cancel both": (BEARINGS, FLOUR),
    "第二份不要": (FLOUR,),
    "不要面粉那份": (FLOUR,),
    "不要第一份": (BEARINGS,),
}


def lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line.strip()]


def scene_of(*presented: str) -> Scene:
    """500 bearings from 苏州精密 and 2,000 kg of flour, both open."""
    talk = Conversation()
    talk.say("帮我向苏州精密订500个6204轴承,12月4日之前到")
    talk.say("订2000公斤面粉")
    assert [draft.id for draft in talk.drafts] == [BEARINGS, FLOUR]
    talk.drafts = [OpenDraft(one.id, one.tool, one.arguments, one.id in presented) for one in talk.drafts]
    return talk.scene()


@pytest.fixture(scope="module")
def both() -> Scene:
    return scene_of(BEARINGS, FLOUR)


@pytest.mark.parametrize("text", [*BARE, *BEYOND])
def test_which_one(both: Scene, text: str) -> None:
    assert read_decision(text, both) == Consent("yes", ())


@pytest.mark.parametrize("text", lines(ALL))
def test_all(both: Scene, text: str) -> None:
    assert read_decision(text, both) == Consent("yes", (BEARINGS, FLOUR))


@pytest.mark.parametrize("text", lines(FIRST))
def test_the_first(both: Scene, text: str) -> None:
    assert read_decision(text, both) == Consent("yes", (BEARINGS,))


@pytest.mark.parametrize("text", lines(SECOND))
def test_the_second(both: Scene, text: str) -> None:
    assert read_decision(text, both) == Consent("yes", (FLOUR,))


@pytest.mark.parametrize("text", lines(NOT_ONE))
def test_no_decision(both: Scene, text: str) -> None:
    assert read_decision(text, both) is None


@pytest.mark.parametrize("text", DECLINED)
def test_declined(both: Scene, text: str) -> None:
    assert read_decision(text, both) == Consent("no", DECLINED[text])


def test_a_bare_yes_is_to_the_latest_proposal() -> None:
    scene = scene_of(FLOUR)
    assert read_decision("确认", scene) == Consent("yes", (FLOUR,))
    assert read_decision("确认轴承那份", scene) == Consent("yes", (BEARINGS,))
    assert read_decision("全部确认", scene) == Consent("yes", (BEARINGS, FLOUR))
    assert read_decision("第一份", scene) is None, "nobody had asked which one"
