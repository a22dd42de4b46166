from procurement.ids import new_id, seeded_ids


def test_ids_are_opaque_and_differ() -> None:
    ids = {new_id("drf") for _ in range(100)}
    assert len(ids) == 100
    assert {len(one) for one in ids} == {len("drf_") + 20}


def test_seeded_ids_repeat_and_look_the_same() -> None:
    def drawn(seed: int) -> list[str]:
        with seeded_ids(seed):
            return [new_id("drf") for _ in range(3)]

    assert drawn(1) == drawn(1)
    assert not set(drawn(1)) & set(drawn(2))
    assert {len(one) for one in drawn(1)} == {len("drf_") + 20}
    assert new_id("drf") not in drawn(1)


def test_the_inner_seed_counts() -> None:
    with seeded_ids(1):
        first = new_id("a")
        with seeded_ids(2):
            new_id("a")
        second = new_id("a")
    with seeded_ids(1):
        assert [new_id("a"), new_id("a")] == [first, second]
