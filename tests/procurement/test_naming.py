import pytest

from procurement.naming import Named, Names, Ranked, key_of, named, words_of


def names(*records: tuple[str, ...]) -> Names:
    return Names([named(record) for record in records])


def test_a_text_is_cut_into_chinese_latin_and_digits() -> None:
    words = words_of("ＢＲ-20 支架 Bearings,第二箱")
    assert words.chinese == ("支架", "第", "箱")
    assert words.latin == ("br", "bearing")
    assert words.digits == ("20", "2")
    assert "br20" in words.codes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州二号仓库", "苏州2号仓"),
        ("ＢＲ－２０", "br20"),
        ("Suzhou  Precision", "SUZHOU-PRECISION"),
        ("6204 轴承", "6204轴承"),
    ],
)
def test_writing_habits_do_not_matter(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize("said", ["金麦面粉有限公司", "金麦面粉厂", "金麦面粉供应商", "Jinmai Flour Co., Ltd."])
def test_the_legal_form_is_no_part_of_a_name(said: str) -> None:
    assert names(("金麦面粉", "Jinmai Flour"), ("银麦面粉", "Yinmai Flour")).rank(said) == Ranked(found=0)


def test_a_part_means_the_one_name_it_occurs_in_however_short() -> None:
    two = names(("华东精密机械",), ("华中精密机械",), ("宁波铸造",))
    assert two.rank("华东") == Ranked(found=0)
    assert two.rank("东") == Ranked(found=0)
    assert two.rank("铸造") == Ranked(found=2)
    assert two.rank("精密") == Ranked(candidates=(0, 1))


def test_a_part_stops_telling_apart_when_another_name_has_it() -> None:
    assert names(("苏州精密",), ("宁波铸造",)).rank("精密") == Ranked(found=0)
    assert names(("苏州精密",), ("宁波精密",)).rank("精密") == Ranked(candidates=(0, 1))


def test_an_alias_that_two_share_is_ambiguous_and_one_of_ones_own_is_not() -> None:
    shared = names(("苏州精密轴承", "老吴"), ("华东精密机械", "老吴"), ("宁波铸造", "老郑"))
    assert shared.rank("老吴") == Ranked(candidates=(0, 1))
    assert shared.rank("老郑") == Ranked(found=2)


def test_sound_counts_as_writing_does_nearly() -> None:
    both = names(("苏州精密",), ("苏州经蜜",))
    assert both.rank("苏州精密") == Ranked(found=0)
    assert both.rank("苏州精蜜") == Ranked(candidates=(0, 1))  # written like neither


@pytest.mark.parametrize("said", ["津麦面粉", "金卖面粉", "京麦面粉", "jinmai", "jingmai", "Jinmi"])
def test_confusable_sounds_are_a_slip(said: str) -> None:
    assert names(("金麦面粉", "Jinmai Flour"), ("海糖糖业", "Haitang Sugar")).rank(said) == Ranked(found=0)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("杭州明达", "常州明达"),
        ("Hangzhou Mingda", "Changzhou Mingda"),
        ("南京天成食品", "南京天成精密"),
        ("Nanjing Tiancheng Foods", "Nanjing Tiancheng Precision"),
        ("Jinmay", "Jinmai"),  # a sixth of the word: worth asking about
    ],
)
def test_another_name_is_no_slip(said: str, name: str) -> None:
    assert names((name,)).rank(said) == Ranked(near=(0,))


def test_long_and_odd_texts_are_harmless() -> None:
    some = names(("苏州精密轴承", "Suzhou Precision Bearings"))
    for said in ("", "  ", "!!!", "🙂", "\x00", "苏" * 10_000, "a" * 10_000, "9" * 10_000, "ด้วย", "İ"):
        assert some.rank(said).found is None


def test_without_records_nothing_is_found() -> None:
    assert Names([]).rank("苏州") == Ranked()
    assert Names([named((), ())]).rank("苏州") == Ranked()
    assert isinstance(named(("", " ")), Named)
