from evals.running.asked import Asked
from evals.running.summary import result_of


def test_only_a_whole_suite_is_asked_what_it_leaves_uncovered() -> None:
    whole, part = (
        result_of(asked, suite="s", model="grammar", cases=[], graded={}).figures.uncovered
        for asked in (Asked(), Asked(only="stock*"))
    )
    assert "tool.create_order" in whole
    assert part == []
