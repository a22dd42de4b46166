"""HTML as values: every text that goes in is escaped, so that a name or a reply is never taken for markup. Pure."""

from collections.abc import Iterable, Sequence
from html import escape


class Markup(str):
    """HTML that is safe to put on a page as it is."""

    __slots__ = ()


Child = Markup | str | None
VOID = frozenset({"br", "hr", "img", "input"})


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. Attribute names lose a trailing underscore and get hyphens: ``class_``, ``aria_label``. None and
    False leave an attribute out, True writes its bare name."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    return Markup("".join(text(child) for child in children))


def text(child: Child) -> Markup:
    if child is None:
        return Markup("")
    return child if isinstance(child, Markup) else Markup(escape(child))


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def link(href: str, label: Child, **attributes: str | None) -> Markup:
    return tag("a", label, href=href, **attributes)


def chip(label: str, tone: str = "plain") -> Markup:
    """A status word. ``tone``: plain, good, warn, bad, busy."""
    return tag("span", label, class_=f"sl-chip sl-{tone}")


def facts(pairs: Iterable[tuple[str, Child]]) -> Markup:
    """Names and values in a grid; pairs without a value are left out."""
    rows = (tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value)
    return tag("dl", *rows, class_="sl-facts")


def table(
    headers: Sequence[tuple[str, str]], rows: Iterable[Sequence[Child]], *, label: str, classes: str = ""
) -> Markup:
    """``headers``: (title, kind); "num" is for right-aligned figures, "code" for what is never broken. On a phone each
    row becomes a card with the titles beside its cells."""
    head = tag("tr", *(tag("th", title, scope="col", class_=kind or None) for title, kind in headers))
    body = [
        tag(
            "tr",
            *(
                tag("td", cell, class_=kind or None, data_title=title)
                for cell, (title, kind) in zip(row, headers, strict=True)
            ),
        )
        for row in rows
    ]
    grid = tag("table", tag("thead", head), tag("tbody", *body), class_=f"sl-table {classes}".strip(), aria_label=label)
    return tag("div", grid, class_="sl-scroll")
