"""Numbers and percentages are read in each notation, and what follows of them is never too much."""

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapers.figures import Cell, Count, Derived, Figure, Period, Share
from scrapers.notations import contradiction, derive, read_count, read_share, worked_out

CELL = Cell(4, 2)
PERIOD = Period("2020-07-01", "2020-12-31", "2020 H2")


def count(printed: str) -> Count:
    return read_count(printed, cell=CELL)


def share(printed: str, *, fractions: bool = False) -> Share:
    return read_share(printed, cell=CELL, fractions=fractions)


@pytest.mark.parametrize(
    ("printed", "notation", "low", "high"),
    [
        ("42", "number", 42, 42),
        ("1,234", "number", 1234, 1234),
        ("15,433", "number", 15433, 15433),
        ("1,234,567", "number", 1234567, 1234567),
        ("1\u00a0234", "number", 1234, 1234),
        ("1\u202f234\u202f567", "number", 1234567, 1234567),
        ("542.0", "number", 542, 542),
        ("542.00", "number", 542, 542),
        ("\ufeff42\u00a0", "number", 42, 42),
        ("12*", "number", 12, 12),
        ("12 *", "number", 12, 12),
        ("12\u00a0\u2020", "number", 12, 12),
        ("12 [1][a]", "number", 12, 12),
        ("0", "zero", 0, 0),
        ("0.0", "zero", 0, 0),
        ("0*", "zero", 0, 0),
        (" -", "dash", None, None),
        ("--", "dash", None, None),
        ("\u2013", "dash", None, None),
        ("\u2212 *", "dash", None, None),
        ("", "blank", None, None),
        (" \u00a0\u200b ", "blank", None, None),
        ("n/a", "not_available", None, None),
        ("N/A*", "not_available", None, None),
        ("not reported", "not_available", None, None),
        ("< 10", "less_than", 0, 9),
        ("<10", "less_than", 0, 9),
        ("fewer than 1,000", "less_than", 0, 999),
        ("0-499", "range", 0, 499),
        ("0 - 249", "range", 0, 249),
        ("0\u00a0\u2013\u00a0249", "range", 0, 249),
        ("11,000 - 12,000", "range", 11000, 12000),
        ("5000+", "at_least", 5000, None),
        ("5,000 +", "at_least", 5000, None),
        ("1,712(1,725)", "restated", 1712, 1725),
        ("1,725 (1,712)*", "restated", 1712, 1725),
    ],
)
def test_a_count_is_read_in_each_notation_of_the_reports(printed, notation, low, high):
    assert count(printed) == Count(printed, notation, low, high, CELL)


@pytest.mark.parametrize(
    "printed",
    [
        *("1.234", "1.000", "1,234.5", "542.5", "0,123", "1,2345", "12,34", ",123", "1,", "007"),
        *("1 234", "12 345", "1\u00a023", "1~234", "1'234", "1e3", "1E3", "0x10", "-5", "+5", "5-"),
        *("0%", "<1%", "59%", "< 0", "<", "> 10", "499-0", "0-", "1-2-3", "5000++", "1(2", "1()"),
        *(
            "\u0661\u0662",
            "\uff11\uff12",
            "\u00bd",
            "1\u00b2",
            "\u2460",
            "XII",
            "twelve",
            "*",
            "[1]",
        ),
        *("1234567890123", "9" * 5000, "NaN", "inf", "None", "=1+1", "12\x00", "----", "Hong Kong"),
        *("*" * 199 + "x", " *" * 99 + "x", " " * 500 + "5", "5" + " " * 500, "1," * 100),
    ],
)
def test_what_is_no_count_or_has_two_meanings_is_kept_and_not_read(printed):
    assert count(printed) == Count(printed, "unreadable", None, None, CELL)


@pytest.mark.parametrize(
    ("printed", "notation", "percent", "low", "high"),
    [
        ("59%", "number", "59", "58.5", "59.5"),
        ("59", "number", "59", "58.5", "59.5"),
        ("59 %", "number", "59", "58.5", "59.5"),
        ("59\u00a0%*", "number", "59", "58.5", "59.5"),
        ("59.5 %", "number", "59.5", "59.45", "59.55"),
        ("0%", "zero", "0", "0", "0.5"),
        ("0", "zero", "0", "0", "0.5"),
        ("0.0%", "zero", "0", "0", "0.05"),
        ("100%", "number", "100", "99.5", "100"),
        ("100.0%", "number", "100", "99.95", "100"),
        ("<1%", "less_than", None, "0", "1"),
        (" -", "dash", None, None, None),
        ("", "blank", None, None, None),
        ("n/a", "not_available", None, None, None),
        *(
            (odd, "unreadable", None, None, None)
            for odd in ("101%", "100.1", "-5%", "59,5%", "1e1")
        ),
        *((odd, "unreadable", None, None, None) for odd in ("059", "5 9%", "%", "59%%", "\u0665%")),
        *(
            (odd, "unreadable", None, None, None)
            for odd in ("\u00bd", "1/2", "<0%", "<101%", ".5%")
        ),
    ],
)
def test_a_percentage_is_read_with_all_that_rounds_to_it(printed, notation, percent, low, high):
    numbers = [None if number is None else Fraction(number) for number in (percent, low, high)]

    assert share(printed) == Share(printed, notation, *numbers, CELL)


@pytest.mark.parametrize(
    ("printed", "percent"),
    [("0.5", "50"), ("0.0", "0"), ("1.0", "100"), ("1", "100"), ("5e-05", "0.005")],
)
def test_a_fraction_of_few_digits_is_exact(printed, percent):
    read = share(printed, fractions=True)

    assert read.percent == Fraction(percent)
    assert read.low is not None and read.high is not None
    assert read.high - read.low <= Fraction(1, 10**7)


@pytest.mark.parametrize("printed", ["59%", "1.1", "59", "1.0%", "-0.5", ".5", "1e3", "0,5"])
def test_what_is_no_fraction_of_one_is_not_read_as_one(printed):
    assert share(printed, fractions=True).notation == "unreadable"


@pytest.mark.parametrize(
    ("received", "printed", "derived"),
    [
        ("42", "5", Derived(2, 2, 2)),
        ("7", "43%", Derived(3, 3, 3)),
        ("545", "0%", Derived(0, 0, 2)),
        ("1,000", "59%", Derived(590, 585, 595)),
        ("3", "66%", Derived(2, 2, 2)),  # cut off
        ("60", "11%", Derived(7, 7, 7)),  # cut off from 11.67
        ("2", "30%", Derived(1, 1, 1)),  # no number of 2 is 30 %
        ("5", "50%", Derived(3, 3, 3)),  # halves go up
        ("0", "0%", Derived(0, 0, 0)),
        ("< 10", "5%", None),
        ("10", "<1%", None),
        ("10", "", None),
        ("-", "50%", None),
    ],
)
def test_the_answers_are_worked_out_from_a_share(received, printed, derived):
    assert derive(count(received), share(printed)) == derived


def test_the_answers_behind_a_fraction_are_one_number_however_few_its_digits():
    assert derive(count("542.0"), share("0.5", fractions=True)) == Derived(271, 271, 271)
    assert derive(count("39.0"), share("0.487179487", fractions=True)) == Derived(19, 19, 19)
    assert derive(count("10000"), share("0.75", fractions=True)) == Derived(7500, 7500, 7500)


def rounded(part: int, of: int, decimals: int) -> str:
    """Print a share as a report does that rounds halves up, without binary fractions."""
    return _printed(floor(Fraction(100 * part * 10**decimals, of) + Fraction(1, 2)), decimals)


def cut_off(part: int, of: int, decimals: int) -> str:
    return _printed(100 * part * 10**decimals // of, decimals)


def raised(part: int, of: int, decimals: int) -> str:
    return _printed(-(-100 * part * 10**decimals // of), decimals)


def _printed(units: int, decimals: int) -> str:
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}}%" if decimals else f"{whole}%"


parts = st.integers(1, 20_000).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of), st.integers(0, 4))
)


@given(parts)
@example((2, 42, 0))
@example((1, 8, 0))  # 12.5
@example((19_999, 20_000, 0))
def test_the_number_that_was_rounded_is_always_among_the_possible(part_of):
    part, of, decimals = part_of

    derived = derive(count(str(of)), share(rounded(part, of, decimals)))

    assert derived is not None
    assert derived.low <= part <= derived.high
    assert 0 <= derived.low <= derived.nearest <= derived.high <= of


@given(parts)
def test_half_rounded_to_even_is_among_the_possible_too(part_of):
    part, of, decimals = part_of
    units = round(Fraction(100 * part * 10**decimals, of))  # Python rounds halves to even

    derived = derive(count(str(of)), share(_printed(units, decimals)))

    assert derived is not None and derived.low <= part <= derived.high


@given(st.integers(1, 100).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_that_was_cut_off_is_off_by_one_at_most(part_of):
    part, of = part_of

    derived = derive(count(str(of)), share(cut_off(part, of, 0)))

    assert derived is not None and abs(derived.nearest - part) <= 1


@given(st.integers(1, 50).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_of_few_that_was_cut_off_is_worked_out_exactly(part_of):
    part, of = part_of

    derived = derive(count(str(of)), share(cut_off(part, of, 0)))

    assert derived is not None and derived.nearest == part


@given(st.integers(0, 5000), st.integers(0, 100), st.integers(0, 100))
def test_a_larger_share_never_means_fewer_answers(of, one, other):
    small, large = sorted((one, other))
    less, more = (derive(count(str(of)), share(f"{printed}%")) for printed in (small, large))

    assert less is not None and more is not None
    assert less.nearest <= more.nearest


@given(parts)
@example((0, 2, 0))
def test_no_honest_rounding_is_a_contradiction(part_of):
    part, of, decimals = part_of
    for way in (rounded, cut_off, raised):
        printed = share(way(part, of, decimals))

        assert contradiction(count(str(of)), count(str(part)), printed) is None
        assert contradiction(count(str(of)), None, printed) is None


@given(st.integers(1, 20_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_no_fraction_that_a_program_prints_is_a_contradiction(part_of):
    part, of = part_of
    for printed in (repr(part / of), repr(round(part / of, 9)), repr(round(part / of, 4))):
        read = share(printed, fractions=True)

        assert contradiction(count(str(of)), None, read) is None
        if len(printed) > 8 or Fraction(printed) == Fraction(part, of):
            assert derive(count(str(of)), read) == Derived(part, part, part)


@given(parts, st.integers(0, 100))
def test_what_no_rounding_explains_is_a_contradiction(part_of, printed):
    part, of, _ = part_of
    off = abs(Fraction(100 * part, of) - printed)
    told = contradiction(count(str(of)), count(str(part)), share(f"{printed}%"))

    assert (told is not None) == (off >= 1)


@pytest.mark.parametrize(
    ("received", "answered", "printed", "told"),
    [
        ("2", "0", "100%", "0 of 2 requests are answered, and the share is printed as 100 %"),
        ("2", "0", "1%", "0 of 2 requests are answered, and the share is printed as 1 %"),
        ("4", "5", "", "5 requests are answered of 4 received"),
        ("0-499", "500", "", "500 requests are answered of 0-499 received"),
        ("< 10", "12*", "50%", "12 requests are answered of < 10 received"),
        ("0", "0", "50.5%", "50.5 % of no requests are answered"),
        ("2", "", "30%", "no whole number of 2 requests is 30 %"),
        ("0", "0", "0%", None),
        ("0-499", "499", "100%", None),
        ("-", "5", "50%", None),
        ("", "", "", None),
        ("4", "n/a", "x", None),
    ],
)
def test_a_contradiction_says_what_stands_against_what(received, answered, printed, told):
    assert contradiction(count(received), count(answered), share(printed)) == told


def test_an_answer_without_what_was_received_contradicts_nothing():
    assert contradiction(None, count("5"), share("100%")) is None


@pytest.mark.parametrize(
    ("received", "printed", "told"),
    [
        ("2", "0.3", "no whole number of 2 requests is 30 %"),
        ("11", "0.5", "no whole number of 11 requests is 50 %"),  # one digit is never a rounding
        ("11", "0.55", None),  # 6 of 11, should a report round to two digits
        ("11", "0.545454545", None),
        ("11", "0.545454", None),
    ],
)
def test_a_fraction_contradicts_in_percent(received, printed, told):
    assert contradiction(count(received), None, share(printed, fractions=True)) == told


FIGURE = Figure("Hong Kong", PERIOD, "legal", "Legal Process", received=count("42"))


def test_a_figure_says_what_its_share_means_unless_the_report_counts_itself():
    only_share = worked_out(replace(FIGURE, percentage=share("5")))
    counted = worked_out(replace(FIGURE, percentage=share("5"), answered=count("2")))
    not_counted = worked_out(replace(FIGURE, percentage=share("5"), answered=count("-")))

    assert only_share.derived == not_counted.derived == Derived(2, 2, 2)
    assert counted.derived is None
    assert only_share.contradiction is counted.contradiction is None


def test_a_figure_names_the_cells_that_hold_no_number():
    odd = worked_out(replace(FIGURE, accounts=count("0%"), percentage=share("101%")))

    assert odd.contradiction == (
        "'0%' stands where a number should; '101%' stands where a number should"
    )
    assert odd.derived is None


numbers = st.integers(1, 999_999_999)
dashes = st.sampled_from("-\u2010\u2011\u2012\u2013\u2014\u2212")
spaces = st.sampled_from(["", " ", "\u00a0", "\u202f", "  "])
notes = st.sampled_from(["", "*", " *", "**", "\u2020", "[1]", " [a]", "\u2021 *"])
blanks = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])


def spelled(number: int) -> st.SearchStrategy[str]:
    grouped = [f"{number:,}", *(f"{number:,}".replace(",", blank) for blank in "\u00a0\u202f")]
    return st.sampled_from([str(number), *grouped])


@given(st.data(), numbers, numbers, dashes, spaces, notes)
def test_any_number_is_read_back_in_any_notation(data, one, other, dash, space, note):
    low, high = sorted((one, other))
    text = {number: data.draw(spelled(number)) for number in (low, high)}
    expected = {
        f"{text[low]}": ("number", low, low),
        f"{low}.0": ("number", low, low),
        f"<{space}{text[high]}": ("less_than", 0, high - 1),
        f"{text[low]}{space}{dash}{space}{text[high]}": ("range", low, high),
        f"{text[low]}{space}+": ("at_least", low, None),
        f"{text[high]}{space}({text[low]})": ("restated", low, high),
    }
    for printed, (notation, least, most) in expected.items():
        whole = f"{space}{printed}{note}{space}"

        assert count(whole) == Count(whole, notation, least, most, CELL)


@given(numbers, numbers)
def test_two_numbers_that_a_blank_parts_are_not_taken_for_one(one, other):
    assert count(f"{one} {other}").notation == "unreadable"


@given(st.decimals(0, 100, places=2), spaces, notes)
def test_any_percentage_is_read_back(value, space, note):
    for printed in (f"{value}%", f"{value}{space}%{note}", f"{value}{note}"):
        assert share(printed).percent == Fraction(value)


@given(st.text(max_size=30) | st.text("0123456789.,-<+()% *[]~e\u00a0\u2013", max_size=12))
def test_any_text_is_kept_as_printed_and_read_or_not(text):
    read, as_share, as_fraction = count(text), share(text), share(text, fractions=True)

    assert read.printed == as_share.printed == as_fraction.printed == text
    if read.number == 0:
        assert "0" in text or "<" in text
    if read.low is not None and read.high is not None:
        assert 0 <= read.low <= read.high
    for one in (as_share, as_fraction):
        if one.percent is not None:
            assert one.low is not None and one.high is not None
            assert 0 <= one.low <= one.percent <= one.high <= 100
