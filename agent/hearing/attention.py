"""Words that are no message: asking for silence, showing that one listens, and nothing at all."""
# ruff: noqa: E501

import re

from agent.grammar.tokens import normalise
from agent.hearing.heard import Kind
from agent.hearing.transcript import dreamt

_MARKS = re.compile(r"[\s,.;!?:~…\-\"'()]+")

# Chinese is matched without gaps, English with one gap between words.
_STOP_ZH = re.compile(
    r"(?:(?:请|你|您|先|快|都|给我|麻烦|哎|唉|诶|欸|喂|啊|好了好了|行了)*"
    r"(?:停+(?:一?下|一停|下来|吧|止|掉)?|打住|住口|闭嘴|安静(?:一?[下点])?"
    r"|别(?:再|先)?(?:说|讲|念|读|唠叨|吵)(?:了|话)?|不要(?:再)?(?:说|讲)(?:了|话)?|不用(?:再)?说了?"
    r"|等+(?:一?等|一?下|一?会儿?|我一?下)*|稍等(?:一?下)?|慢着|且慢|慢点|暂停(?:一?下)?)(?:啊|呀|吧|了|嘛|好吗)*)+"
)
_MOMENT = "minute|second|sec|moment"
_STOP_EN = re.compile(
    r"(?:(?:oh|ok|okay|please|just|hey|no|sorry|now|um|uh|well|can you|could you|would you|a|an) )*"
    r"(?:stop(?: (?:it|now|talking|there|that|please))*|wait(?: (?:a|one))?(?: (?:MOMENT|wait))*|(?:hold|hang) on(?: a)?(?: (?:MOMENT))?"
    r"|(?:one|just a|give me a) (?:MOMENT)|be quiet|quiet|shut up|shush|hush|pause|enough|that s enough|no no(?: no)*)"
    r"(?: (?:please|now|stop|wait|hold on|there|no|for a second|a second|a moment|okay))*".replace("MOMENT", _MOMENT)
)
_LISTENING_ZH = re.compile(
    r"(?:嗯|恩|唔|哦|噢|喔|啊|呃|额|诶|欸|哎|哈|对|是|好|行|没错|是的|是啊|是呀|对的|对啊|对呀|好的|好吧|好啊|好嘞|行吧|可以|明白|知道|知道了"
    r"|明白了|了解|收到|原来如此|这样啊|这样|哼|嘛|呀|吧|ok|okay){1,6}"
)
_LISTENING_EN = re.compile(
    r"(?:(?:uh huh|uh|um|hm+|mm+|mhm+|mm hmm|mhmm|m hm|uhhuh|aha|ah|oh|ooh|okay|ok|right|yeah|yep|yes|ya|yup|sure|i see|got it|gotcha|good|great"
    r"|fine|nice|cool|alright|all right|of course|exactly|true|go on|understood|really|wow|interesting|ah ha|er|eh|huh)(?: |$)){1,5}"
)
_HUMMED = re.compile(r"(?:哦|噢|喔|啊|呃|额|诶|欸|哎|哈|嘛|呀|吧|uh|um|er|ah|oh|eh|aha|ooh|hm+|huh|唔|哼)+")
"""Sounds that decide nothing even behind a question; 嗯 and uh-huh do."""
_NOISE = re.compile(r"(?:you|bye|the|so|and|i|a|哈+|呵+|咳+|嗯{4,})")
"""What recognisers write for a cough or a click."""


def kind_of(text: str, awaited: bool) -> Kind:
    """``text``: plain (see ``transcript``). ``awaited``: a yes or no would decide something, so that 对 is an answer."""
    said = _MARKS.sub(" ", normalise(text).lower()).strip()
    if dreamt(text) or not any(character.isalnum() for character in said) or _NOISE.fullmatch(said):
        return "nothing"
    joined = said.replace(" ", "")
    if _STOP_ZH.fullmatch(joined) or _STOP_EN.fullmatch(said):
        return "stop"
    if _LISTENING_ZH.fullmatch(joined) or _LISTENING_EN.fullmatch(said):
        return "nothing" if awaited and _HUMMED.fullmatch(joined) else "backchannel"
    return "words"
