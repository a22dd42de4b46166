"""HTML as values: nothing that goes in as text comes out as markup."""

from server.pages.markup import Markup, facts, link, table, tag

HOSTILE = "<script>alert('x')</script>\"&"


def test_texts_and_attributes_are_escaped() -> None:
    for written in (
        tag("p", HOSTILE),
        tag("p", title=HOSTILE),
        link(HOSTILE, HOSTILE),
        facts([(HOSTILE, HOSTILE)]),
        table([(HOSTILE, "")], [[HOSTILE]], label=HOSTILE),
    ):
        assert "<script" not in written
        assert "alert(&#x27;x&#x27;)" in written


def test_markup_nests_and_attributes_follow_their_value() -> None:
    assert tag("p", tag("b", "a"), None, "&") == "<p><b>a</b>&amp;</p>"
    assert tag("input", class_="x", required=True, disabled=False, value=None) == '<input class="x" required>'
    assert tag("td", data_title="n", aria_label="m") == '<td data-title="n" aria-label="m"></td>'
    assert isinstance(tag("p"), Markup)


def test_facts_without_a_value_are_left_out() -> None:
    assert facts([("a", ""), ("b", None), ("c", "d")]).count("<dt>") == 1
