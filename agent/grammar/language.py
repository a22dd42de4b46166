"""In which language to reply: that of the words that carry the sentence. Names, part numbers and units do not count."""

from agent.grammar.lexicon import lexicon
from agent.grammar.tokens import Token, normalise, plain_key, tokenise
from procurement.actor import Language

_BORROWED = frozenset(
    [
        "ok",
        "okay",
        "pls",
        "plz",
        "thx",
        "hi",
        "hello",
        "bye",
        "po",
        "eta",
        "asap",
        "pcs",
        "kg",
        "status",
        "order",
        "cancel",
        "check",
        "track",
        "list",
    ]
)


def language_of(text: str, previous: Language) -> Language:
    """``previous`` holds when the message has no words of its own (a number, a name, an emoji)."""
    tokens = tokenise(normalise(text))
    chinese = sum(1 for token in tokens if token.kind == "char")
    english = [token for token in tokens if token.kind == "word"]
    if not chinese and not english:
        return previous
    if not english:
        return "zh"
    if not chinese:
        return "en" if _carried(english) or len(english) > 1 else _lone(english[0], previous)
    grammatical = sum(1 for token in english if token.key in _FUNCTION_WORDS)
    particles = sum(1 for token in tokens if token.kind == "char" and token.key in _PARTICLES)
    return "en" if grammatical > particles + chinese // 6 and grammatical >= 2 else "zh"


_FUNCTION_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "to",
        "of",
        "for",
        "from",
        "with",
        "by",
        "on",
        "in",
        "at",
        "and",
        "or",
        "can",
        "could",
        "would",
        "will",
        "please",
        "need",
        "want",
        "where",
        "when",
        "what",
        "which",
        "who",
        "how",
        "my",
        "our",
        "your",
        "it",
        "that",
        "this",
        "we",
        "i",
        "me",
        "you",
        "if",
        "get",
        "give",
        "send",
        "make",
        "any",
        "not",
    ]
)
_PARTICLES = frozenset("的了吗吧呢啊把被给帮请我你要来到是有没不能会都也就再那这哪几多少下个")


def _carried(words: list[Token]) -> bool:
    return any(token.key in _FUNCTION_WORDS for token in words)


def _lone(word: Token, previous: Language) -> Language:
    """A single Latin word: English if it is a word of the vocabulary that Chinese speakers do not use as well."""
    if word.key in _BORROWED or not word.surface.isalpha():
        return previous
    known = any(True for _ in lexicon(plain_key).trie.matches([word.key], 0))
    return "en" if known else previous
