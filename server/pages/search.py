"""What a search box finds. Pure."""


def matches(search: str, *texts: str) -> bool:
    """Whether every word of ``search`` is in one of the texts, whatever the case."""
    found = " ".join(texts).casefold()
    return all(word in found for word in search.casefold().split())
