"""The vocabulary as data: concept -> the phrases that say it, Chinese and English, parted by ``|``.

A phrase may stand under several concepts. ``~`` after an English word stands for its regular forms too (-s, -ed, -ing).
Nothing here names a record of the company: those words come from the live catalogue.
"""

from agent.grammar.words import origins, questions, references, roles, statuses, talk, topics, verbs

VOCABULARY: tuple[dict[str, str], ...] = (
    talk.WORDS,
    verbs.WORDS,
    questions.WORDS,
    topics.WORDS,
    statuses.WORDS,
    origins.WORDS,
    roles.WORDS,
    references.WORDS,
)
