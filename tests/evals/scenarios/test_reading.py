"""A suite is read whole, and every mistake in it is told with file, line, field and remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from evals.scenarios.reading import BadScenario, Mistake, load, main

GOOD = """\
format: 1
scenarios:
  - id: order-plain
    title: An order of bearings
    steps:
      - say: {zh: 向苏州精密订500个6204轴承, en: order 500 of bearing 6204}
      - decide: yes
    expect:
      state:
        orders:
          - supplier: suzhou-precision
            lines: [{item: "6204", quantity: 500.10}]
            date: 2026-12-04
"""


def write(folder: Path, text: str, name: str = "one.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def mistakes(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(BadScenario) as caught:
        load(path)
    return caught.value.mistakes


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_file_and_a_folder_give_the_same_suite(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD, "deep/er/one.yaml")
    assert load(file) == load(tmp_path)


def test_values_are_as_written(tmp_path: Path) -> None:
    scenario = load(write(tmp_path, GOOD)).scenarios[0]
    assert scenario.variants == ("zh", "en")
    assert scenario.steps[1].acts[0].decide == "yes"
    assert scenario.expect.state is not None
    order = scenario.expect.state.orders[0]
    assert str(order.lines[0].quantity) == "500.10"
    assert str(order.date) == "2026-12-04"


def test_numbers_in_free_fields_keep_their_digits(tmp_path: Path) -> None:
    text = changed(
        "    steps:\n", "    seed: [{table: stock_level, where: {item_id: x}, set: {on_hand: 12.50}}]\n    steps:\n"
    )
    assert load(write(tmp_path, text)).scenarios[0].seed[0].set == {"on_hand": Decimal("12.50")}


def test_layout_and_comments_do_not_change_the_digest(tmp_path: Path) -> None:
    first = load(write(tmp_path / "a", GOOD))
    second = load(write(tmp_path / "b", changed("    title: An order", "\n    # why\n    title:   An order")))
    third = load(write(tmp_path / "c", changed("500.10", "500.11")))
    assert first.digest == second.digest
    assert first.digests["order-plain"] != third.digests["order-plain"]
    assert first.digest != third.digest


# what is changed in the good file, into what; line, field (a dot in front: of the first scenario), part of the remedy
MISTAKES = {
    "tab": ("    title:", "\ttitle:", 4, "", "Indent with spaces"),
    "syntax": ("      - decide: yes", "      - decide: 'yes", 14, "", "quotes"),
    "duplicate key": ("    title: An", "    id: order-other\n    title: An", 4, ".id", "Keep one"),
    "anchor": ("{zh:", "&a {zh:", 6, "", "Write the value out"),
    "tag": ("decide: yes", "decide: !!str yes", 7, "", "Leave it out"),
    "two documents": ("scenarios:", "---\nscenarios:", 2, "", "file of each"),
    "unknown file field": ("format: 1", "format: 1\nmore: 2", 2, "more", "format: 1"),
    "format": ("format: 1", "format: 2", 1, "format", "format: 1"),
    "unknown field": ("    title:", "    fool: 1\n    title:", 4, ".fool", "The fields are: id, title"),
    "unknown act": ("decide: yes", "decyde: yes", 7, ".steps.1.decyde", "The fields are: say, decide"),
    "missing field": ("    title: An order of bearings\n", "", 3, ".title", "Add it"),
    "missing deep": ("supplier: suzhou-precision\n            ", "", 11, ".expect.state.orders.0.supplier", "Add"),
    "wrong type": ("An order of bearings", "12", 4, ".title", '"12"'),
    "number for text": ('"6204"', "6204", 12, ".expect.state.orders.0.lines.0.item", '"6204"'),
    "not positive": ("500.10", "-1", 12, ".expect.state.orders.0.lines.0.quantity", "Correct"),
    "bad date": ("2026-12-04", "2026-13-04", 13, ".expect.state.orders.0.date", "Correct"),
    "bad word": ("decide: yes", "decide: maybe", 7, ".steps.1.decide", "one of these"),
    "bad variant": ("{zh:", "{fr: x, zh:", 6, ".steps.0.say.fr", "one of these"),
    "words list": ("say: {zh", "say: [{zh", 7, "", "Check indentation"),
    "two things": ("decide: yes", "decide: yes\n        wait: PT1M", 7, ".steps.1", "Complete"),
    "bad id": ("order-plain", "Order Plain", 3, ".id", "lower-case"),
    "unknown supplier": ("suzhou-precision", "suzhou-p", 11, ".expect.state.orders.0.supplier", "Did you mean"),
    "unknown item": ('"6204"', '"6304"', 12, ".expect.state.orders.0.lines.0.item", "Did you mean 6204"),
    "unknown unit": ('"6204"', '"6204", unit: KG', 12, ".expect.state.orders.0.lines.0.unit", "KGM"),
    "unknown person": ("    title:", "    actor: byer\n    title:", 4, ".actor", "Did you mean buyer"),
    "unknown tool": ("expect:", "expect:\n      tools: {calls: [{name: order}]}", 9, ".expect.tools.calls.0.name", "_"),
    "unknown argument": (
        "expect:",
        "expect:\n      tools: {calls: [{name: create_order, arguments: {suplier: x}}]}",
        9,
        ".expect.tools.calls.0.arguments.suplier",
        "Did you mean supplier",
    ),
    "unknown concept": ("expect:", "expect:\n      says: [{concept: wether}]", 9, ".expect.says.0.concept", "weather"),
    "two slots": ("expect:", "expect:\n      says: [{order: new, lot: x}]", 9, ".expect.says.0", "Complete"),
    "unknown table": (
        "    steps:",
        "    seed: [{table: stok_level, set: {a: 1}}]\n    steps:",
        5,
        ".seed.0.table",
        "stock_level",
    ),
    "unknown column": (
        "    steps:",
        "    seed: [{table: stock_level, set: {onhand: 1}}]\n    steps:",
        5,
        ".seed.0.set.onhand",
        "on_hand",
    ),
    "unknown changed column": (
        "      state:",
        "      state:\n        changes: [{table: purchase_order, key: x, to: {document: x}}]",
        10,
        ".expect.state.changes.0.to.document",
        "document_status",
    ),
    "said at no step": ("expect:", "expect:\n      says: [{order: new, at: 3}]", 9, ".expect.says.0.at", "1 to 2"),
    "fault at no step": ("    steps:", "    faults: [{kind: crash, at: 9}]\n    steps:", 5, ".faults.0.at", "1 to 2"),
    "fault without step": ("    steps:", "    faults: [{kind: crash}]\n    steps:", 5, ".faults.0", "Complete"),
    "sound in writing": ("decide: yes", "sound: cough", 7, ".steps.1.sound", "channel: voice"),
    "into in writing": ("- decide: yes", "- say: x\n        into: 2", 8, ".steps.1.into", "channel: voice"),
    "audio in writing": ("    steps:", "    audio: {noise: hum}\n    steps:", 5, ".audio", "channel: voice"),
    "interaction in writing": (
        "expect:",
        "expect:\n      interaction: {yields_ms: 300}",
        9,
        ".expect.interaction",
        "channel: voice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    old, new, line, field, remedy = MISTAKES[name]
    file = write(tmp_path, changed(old, new))
    field = f"scenarios.0{field}" if field.startswith(".") else field
    found = mistakes(file)
    assert [(one.file, one.line, one.field) for one in found] == [(file, line, field)]
    assert remedy in found[0].remedy


def test_no_expectation_is_a_mistake(tmp_path: Path) -> None:
    head = GOOD[: GOOD.index("    expect:")]
    assert [one.field for one in mistakes(write(tmp_path, head))] == ["scenarios.0.expect"]
    for empty in ("{}", "{state: {}}"):
        (found,) = mistakes(write(tmp_path, head + f"    expect: {empty}\n"))
        assert (found.line, found.field) == (8, "scenarios.0.expect")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first = write(tmp_path, changed("decide: yes", "decide: maybe").replace("500.10", "0"), "a.yaml")
    second = write(tmp_path, changed("2026-12-04", "soon"), "b.yaml")
    found = mistakes(tmp_path)
    assert [(one.file, one.line) for one in found] == [(first, 7), (first, 12), (second, 3), (second, 13)]
    assert str(first) in found[2].message  # the id is there twice


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"# nothing\n", "is empty"),
        (b"- 1\n", "is no mapping"),
        (b"format: 1\n", "is no list of scenarios"),
        (b"format: 1\nscenarios: []\n", "is no list of scenarios"),
        (b"format: 1\nscenarios: [1]\n", "is no scenario"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"a: " + b"[" * 5000 + b"]" * 5000, "too deeply"),
        (b"a: \x01", "is no YAML"),
    ],
)
def test_a_file_that_is_no_suite(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(content)
    (found,) = mistakes(tmp_path)
    assert message in found.message
    assert found.remedy


def test_nothing_to_read(tmp_path: Path) -> None:
    assert "has no scenario" in mistakes(tmp_path)[0].message
    assert "does not exist" in mistakes(tmp_path / "none")[0].message


def test_a_patch_may_bring_in_names_the_demo_does_not_have(tmp_path: Path) -> None:
    patch = "    seed: [{table: item, set: {id: hengfeng.6304, part_no: '6304'}}]\n    steps:"
    load(write(tmp_path, changed("    steps:", patch).replace('"6204"', '"6304"')))


def test_the_command_counts_or_complains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, GOOD)
    assert main([str(file)]) == 0
    assert capsys.readouterr().out == "1 scenarios, 2 cases\n"
    write(tmp_path, changed("decide: yes", "decide: maybe"))
    assert main([str(file)]) == 1
    assert capsys.readouterr().out.startswith(f"{file}:7: scenarios.0.steps.1.decide: ")
