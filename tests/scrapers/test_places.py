"""A place is told by its whole name, whatever surrounds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.places import is_place, plain_place

HONG_KONG = ("Hong Kong", "Hong Kong SAR", "HK", "HKG")


@pytest.mark.parametrize(
    "printed",
    [
        *("Hong Kong", "HONG KONG", "hong kong", "Hong Kong SAR", "HK", "HKG"),
        *(" Hong Kong ", "Hong  Kong", "Hong\u00a0Kong", "Hong\nKong", "Hong\u200b Kong\ufeff"),
        *("Hong Kong*", "Hong Kong *", "Hong Kong\u2020", "Hong Kong [1]", "Hong Kong[a]**"),
        *("Hong Kong (1)", "Hong Kong1", "Hong Kong\u00b2", "*Hong Kong", "[1] Hong Kong"),
    ],
)
def test_hong_kong_is_found_behind_notes_blanks_and_case(printed):
    assert is_place(printed, HONG_KONG)


@pytest.mark.parametrize(
    "printed",
    [
        *("China", "China mainland", "Macau", "Macao", "Taiwan", "Hong", "Kong", "HKD", "SAR"),
        *("Hong Kong, China", "China (Hong Kong)", "Not Hong Kong", "Hong Kong and Macau"),
        *("HongKong", "", " ", "*", "[1]", "1", "Hong Kong " + "*" * 10_000 + "x"),
    ],
)
def test_other_places_and_parts_of_names_are_not_hong_kong(printed):
    assert not is_place(printed, HONG_KONG)


def test_names_may_have_notes_and_marks_of_their_own():
    assert is_place("T\u00fcrkiye", ["Tu\u0308rkiye"])
    assert is_place("South  Korea", ["South Korea*"])
    assert not is_place("", [""])
    assert not is_place("Hong Kong", [])


@given(st.text(max_size=120))
def test_stripping_a_name_leaves_nothing_to_strip(name):
    plain = plain_place(name)

    assert plain == " ".join(plain.split()) or len(name) > 100
    if plain:
        assert is_place(name, [name])
