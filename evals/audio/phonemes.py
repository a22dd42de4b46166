"""How the caller voices' model writes sounds: Mandarin from pinyin, English from espeak's IPA.

The model (Kokoro-82M) reads a fixed alphabet of 114 signs, one token each. What is not in it is
dropped, never replaced. Numbers are not read out: texts say them in words, since callers do.
"""

import ctypes
import re
from functools import cache

import espeakng_loader  # type: ignore[import-untyped]
from pypinyin import Style, lazy_pinyin
from pypinyin.contrib.tone_convert import to_finals, to_initials, to_normal
from pypinyin.seg.mmseg import seg

INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s", "": "",
}  # fmt: skip
# Finals as (before the tone, after it): the tone's sign follows the vowel that carries it.
FINALS = {
    "a": ("a", ""), "ai": ("ai", ""), "an": ("a", "n"), "ang": ("a", "ŋ"), "ao": ("au", ""), "e": ("ɤ", ""),
    "ei": ("ei", ""), "en": ("ə", "n"), "eng": ("ə", "ŋ"), "er": ("ɚ", ""), "i": ("i", ""), "ia": ("ja", ""),
    "ian": ("jɛ", "n"), "iang": ("ja", "ŋ"), "iao": ("jau", ""), "ie": ("je", ""), "in": ("i", "n"),
    "ing": ("i", "ŋ"), "iong": ("jʊ", "ŋ"), "iou": ("jou", ""), "o": ("wo", ""), "ong": ("ʊ", "ŋ"), "ou": ("ou", ""),
    "u": ("u", ""), "ua": ("wa", ""), "uai": ("wai", ""), "uan": ("wa", "n"), "uang": ("wa", "ŋ"),
    "uei": ("wei", ""), "uen": ("wə", "n"), "ueng": ("wə", "ŋ"), "uo": ("wo", ""), "ü": ("y", ""), "üe": ("ɥe", ""),
    "üan": ("ɥɛ", "n"), "ün": ("y", "n"),
}  # fmt: skip
INTERJECTIONS = {"m": "m", "n": "n", "ng": "ŋ", "hm": "hm", "o": "ɔ"}  # 嗯, 哦: one sound is the whole syllable
TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
PUNCTUATION = str.maketrans({"，": ",", "、": ",", "。": ".", "！": "!", "？": "?", "：": ":", "；": ";"})

SIGNS = (
    ';:,.!?—…"()“” ̃ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ'
)
NUMBERS = (
    *range(1, 7), *range(9, 26), 31, 33, 35, 36, 39, *range(41, 49), *range(50, 73), *range(75, 79), 80, 81, 82, 83, 85,
    86, 87, 90, 92, 99, 101, 102, 103, *range(110, 117), 118, 119, 120, 123, 125, 126, *range(128, 134), 135, 136, 138,
    139, 140, 142, 143, 147, 148, 156, 157, 158, 162, 164, 169, 171, 172, 173, 177,
)  # fmt: skip
ALPHABET = dict(zip(SIGNS, NUMBERS, strict=True))

IPA, UTF8, TIE = 0x02, 1, 0x80 | (ord("^") << 8)
# espeak's IPA (with ^ between the parts of a diphthong or affricate) to the model's signs, longest first.
ENGLISH = (
    ("ʔˌn\u0329", "ʔn"), ("ʔn\u0329", "ʔn"), ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"), ("ə^l", "ᵊl"), ("ʲo", "jo"), ("ʲə", "jə"), ("ʲ", ""), ("ɚ", "əɹ"), ("r", "ɹ"), ("x", "k"),
    ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("\u0303", ""),
)  # fmt: skip
AMERICAN = (("o^ʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", ""))
BRITISH = (("e^ə", "ɛː"), ("iə", "ɪə"), ("ə^ʊ", "Q"))


def phonemes(text: str, *, british: bool = False) -> str:
    """``text`` in the model's signs; Chinese and Latin stretches each by their own rules, punctuation kept."""
    written = []
    for part in re.findall(r"[一-鿿]+|[A-Za-z][A-Za-z' -]*|[;:,.!?—…]", text.translate(PUNCTUATION)):
        if "一" <= part[0] <= "鿿":
            written.append(" ".join(mandarin(word) for word in seg.cut(part)))
        elif part[0].isalpha():
            written.append(english(part.strip(), british))
        else:
            written[-1:] = [written[-1].rstrip() + part] if written else []
    return " ".join(written)


def tokens(signs: str) -> list[int]:
    return [ALPHABET[sign] for sign in signs if sign in ALPHABET]


def mandarin(word: str) -> str:
    return "".join(map(syllable, lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)))


def syllable(pinyin: str) -> str:
    """``pinyin`` with its tone as a digit: ``zhou1`` is ꭧo→u. Raises KeyError for what is not a syllable."""
    plain, tone = to_normal(pinyin), TONES[pinyin[-1]]
    initial = to_initials(plain, strict=True)
    final = to_finals(plain, strict=True, v_to_u=True)
    if plain in INTERJECTIONS:
        return INTERJECTIONS[plain] + tone
    if final == "i" and initial in {"zh", "ch", "sh", "r", "z", "c", "s"}:
        return INITIALS[initial] + "ɨ" + tone
    before, after = FINALS[final]
    return INITIALS[initial] + before + tone + after


@cache
def english(words: str, british: bool) -> str:
    signs = ipa(words, "en" if british else "en-us")
    for old, new in (*ENGLISH, *(BRITISH if british else AMERICAN)):
        signs = signs.replace(old, new)
    signs = re.sub(r"(\S)\u0329", r"ᵊ\1", signs)
    return signs.replace("e", "A").replace("o", "ɔ").replace("ɾ", "T").replace("ʔ", "t").replace("^", "")


@cache
def _espeak() -> ctypes.CDLL:
    """The espeak-ng library of its wheel. It keeps state: one thread only."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    synchronous = 2
    if library.espeak_Initialize(synchronous, 0, espeakng_loader.get_data_path().encode(), 0) <= 0:
        raise OSError("espeak-ng does not start: its data are not where its wheel keeps them")
    return library


def ipa(words: str, voice: str) -> str:
    library = _espeak()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise ValueError(f"espeak-ng has no voice {voice}")
    buffer = ctypes.create_string_buffer(words.encode())
    position = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while position.value:
        clauses.append((library.espeak_TextToPhonemes(ctypes.byref(position), UTF8, IPA | TIE) or b"").decode())
    return " ".join(clauses).strip()
