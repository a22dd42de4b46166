import pytest

from evals.audio.written import error_rate, number_zh, prefix_length, word_errors, words


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("五百", "500"), ("六二零四", "6204"), ("一万两千", "12000"), ("四百五十", "450"), ("两百五", "250"),
        ("十", "10"), ("三十", "30"), ("幺幺七", "117"), ("一千零五", "1005"), ("三万", "30000"), ("两千", "2000"),
        ("一百五十", "150"),
    ],
)  # fmt: skip
def test_chinese_numbers(said: str, digits: str) -> None:
    assert number_zh(said) == digits


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Order six hundred bearing six two oh four.", "order 600 bearing 6204"),
        ("four hundred and fifty", "450"),
        ("twelve thousand cartons", "12,000 cartons"),
        ("S H one double oh four three", "s h 10043"),
        ("lot L two oh two six one one oh one", "lot L 20261101"),
        ("sixty-two oh four", "6204"),
        ("eighty boxes and more", "80 boxes and more"),
        ("one hundred and fifty of six two oh four", "150 of 6204"),
        ("再来三十袋面粉。", "再来30袋面粉"),
        ("Suzhou Two", "suzhou 2"),
    ],
)
def test_one_spelling(said: str, written: str) -> None:
    assert words(said) == words(written)


def test_a_wrong_number_is_an_error() -> None:
    assert word_errors("order five hundred", "order 50") == (1, 2)


def test_rates_are_over_all_words() -> None:
    assert error_rate([("一二", "一二"), ("苹果好吃", "苹果好")]) == 0.2
    assert error_rate([]) is None


@pytest.mark.parametrize(
    ("recognised", "length"),
    [("", 0), ("an order for", 3), ("an order for five hundred", 4), ("a order for 500 bearing", 5)],
)
def test_how_much_was_heard(recognised: str, length: int) -> None:
    assert prefix_length("An order for five hundred bearings from Suzhou.", recognised) == length
