from evals.reports.charts import HEIGHT, LEFT, TOP, WIDTH, Value, chart


def test_a_point_is_no_line() -> None:
    assert chart(["1"], {"success": [Value(0.5)]}) is None


def test_better_is_higher_and_all_is_inside() -> None:
    made = chart(["0%", "5%", "20%"], {"success": [Value(1.0), Value(0.9, 0.8, 0.95), Value(0.35)]})
    assert made is not None
    (line,) = made.lines
    ys = [mark.y for mark in line.marks]
    assert ys == sorted(ys)
    assert ys[0] == TOP
    assert all(LEFT <= mark.x <= WIDTH and TOP <= mark.y <= HEIGHT for mark in line.marks)
    top, bottom = line.marks[1].reach or (0, 0)
    assert top < line.marks[1].y < bottom
    assert made.rules[0][1] == 0.3, "the scale begins below the lowest"
    assert [round(share, 6) for _, share in made.rules] == [0.3, 0.44, 0.58, 0.72, 0.86, 1.0]


def test_what_was_not_measured_has_no_mark() -> None:
    made = chart(["1", "2"], {"success": [Value(0.5), Value(0.6)], "pass_k": [Value(None), Value(None)]})
    assert made is not None
    assert [line.name for line in made.lines] == ["success"]
    assert made.lines[0].path.count(",") == 2


def test_many_labels_are_thinned() -> None:
    made = chart([str(n) for n in range(30)], {"success": [Value(0.5)] * 30})
    assert made is not None
    assert [label for _, label in made.labels] == [str(n) for n in range(0, 30, 3)]
