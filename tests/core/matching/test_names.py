"""The names of labels are ways of asking for them."""

import pytest

from bot.core.matching import Phrasing, with_names


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("card_payment_fee", "card payment fee"),
        ("CardPaymentFee", "card payment fee"),
        ("CHECK_WALLET_BALANCE", "check wallet balance"),
    ],
)
def test_a_name_is_one_more_phrasing_behind_the_others(label: str, name: str) -> None:
    given = [Phrasing("what do you take off", label), Phrasing("hello", "12")]
    assert with_names(given) == [*given, Phrasing(name, label)]


def test_a_name_that_somebody_has_as_a_phrasing_is_not_added() -> None:
    given = [
        Phrasing("Lost card!", "lost_card"),
        Phrasing("opening times", "visiting"),
        Phrasing("when", "opening_times"),
    ]
    assert with_names(given) == [*given, Phrasing("visiting", "visiting")]


def test_the_order_of_phrasings_changes_nothing_about_the_names() -> None:
    given = [Phrasing("where is it", "the_way"), Phrasing("what is it for", "price_list")]
    assert set(with_names(given)) == set(with_names(given[::-1]))
