"""A recogniser's text made plain: simplified characters, no captions it dreamt up, no phrase repeated without end."""
# ruff: noqa: E501

import re
import unicodedata
from functools import cache

import opencc  # type: ignore[import-untyped]

_CJK = "\u3400-\u9fff\u3007"
_BRACKETED = re.compile(
    r"[\[【♪*][^\]】♪*]*[\]】♪*]?|[(（<](?:[^)）>]*(?:音乐|音樂|笑|掌声|掌聲|字幕|music|laugh|applause|silence|noise|inaudible|blank)[^)）>]*)[)）>]",
    re.IGNORECASE,
)
_GAP = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_LOOP = re.compile(r"(.{2,30}?)(?:[\s,，。.!?]*\1){3,}")
_DREAMT = re.compile(
    "字幕|請不吝|请不吝|点赞|點贊|订阅(?!单)|訂閱|打赏|支持明镜|明镜与点点|谢谢(?:大家)?(?:的)?(?:收看|观看|收听)|感谢(?:大家)?(?:的)?(?:收看|观看|收听)"
    "|by索兰|索兰娅|词曲|作曲|编曲|優優獨播|独播剧场|中文字幕|本集|下集|下期再见|下期見|我们下次再见|请按|小铃铛"
    "|thank(?:s| you)(?: so much| very much)? for (?:watching|listening|viewing)|subscribe|subtitles? by|captions? by|amara\\.org"
    "|see you (?:in the )?next (?:time|video)|like and share|transcri(?:bed|ption) by|copyright|all rights reserved|www\\.|\\.com",
    re.IGNORECASE,
)
# 一万 is often written 亿万; a hundred million is never said without a number before it.
_ONE_FOR_MYRIAD = re.compile(
    r"(?<![〇零一二两三四五六七八九十百千万几数\d上好.])亿(?=[万千百十个件只箱袋卷吨盒桶托打公])"
)
_KEPT_LENGTH = 18  # a longer text that merely contains such words is speech


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    return str(_simplifier().convert(text))


def plain(raw: str) -> str:
    """Width and script made uniform; what stands in brackets (music, captions) and endless repetition taken out. A gap
    between Chinese characters is where the recogniser heard a pause: a comma."""
    text = unicodedata.normalize("NFKC", raw.replace("\u200b", "").replace("\ufffd", ""))
    text = simplified(_BRACKETED.sub(" ", text))
    text = _ONE_FOR_MYRIAD.sub("一", _LOOP.sub(r"\1", text)).strip()
    return re.sub(r"[^\S\n]+", " ", _GAP.sub(",", text))


def dreamt(text: str) -> bool:
    """Whether the text is what recognisers write over silence: captions, thanks for watching."""
    found = list(_DREAMT.finditer(text))
    if not found:
        return False
    rest = len(text) - sum(len(match.group()) for match in found)
    return rest <= _KEPT_LENGTH
