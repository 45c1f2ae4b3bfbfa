"""Read Chinese dates: ``2020年7月6日``, ``上週三``, ``去年``, ``二〇二〇年七月``."""

import re

from pipeline.dates.meanings import Meaning, MonthDay, Part, Shifted, Span, Weekday, YearTurn
from pipeline.dates.periods import a_day, a_year, part
from pipeline.dates.rules import fixed

_DIGITS = {**{c: str(n) for n, c in enumerate("〇一二三四五六七八九")}, "零": "0", "○": "0"}
_DIGITS |= {chr(ord("０") + n): str(n) for n in range(10)}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_TURNS = {"上": -1, "本": 0, "這": 0, "这": 0, "今": 0, "當": 0, "当": 0, "下": 1}
_SHIFTED_DAYS = {"前": -2, "昨": -1, "今": 0, "明": 1, "後": 2, "后": 2}
_SHIFTED_YEARS = {"前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "後": 2, "后": 2}

_N = r"[\d０-９〇零○一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?:(?P<era>民國|民国)?(?P<year>{_N}{{2,4}})\s?年\s?)?(?P<month>{_N}{{1,3}})\s?月(?!{_N}*\s?(?:個|个))"
    rf"(?:\s?(?P<day>{_N}{{1,3}})\s?[日號号](?!本))?"
    rf"|(?:(?P<era2>民國|民国)?(?P<only_year>{_N}{{4}})\s?年(?:\s?(?P<half>[上下])半年|第(?P<quarter>[一二三四1-4])季)?)"
    r"|(?P<weekday_turn>[上下本這这今])?(?P<week>[個个]?(?:星期|禮拜|礼拜|周|週))(?P<weekday>[一二三四五六日天])(?!帶|带|路|家)"
    r"|(?P<week_turn>[上下本這这今])[個个]?(?:星期|禮拜|礼拜|周|週)(?![一二三四五六日天刊年歲岁])"
    r"|(?P<month_turn>[上下本這这])[個个]?月(?![台臺光球餅饼])"
    r"|(?P<shifted_year>[前去今本明後后])年(?P<year_half>[上下]半年)?"
    rf"|(?P<shifted_day>[前昨今明後后])(?:[日天晚晨]|（{_N}{{1,2}}日?）日?|\({_N}{{1,2}}日?\)日?)"
    r"|(?P<same>同日|同一天|當日|当日|當天|当天)|(?P<next>翌日|次日)"
)


def _number(written: str) -> int:
    """Return the number of ``12``, ``十二``, ``二十`` or ``二〇二〇``."""
    plain = "".join(_DIGITS.get(c, c) for c in written)
    if "十" not in plain:
        return int(plain)
    tens, _, ones = plain.partition("十")
    return int(tens or 1) * 10 + int(ones[:1] or 0) if "十" not in ones else 0


def find_chinese(text: str) -> list[Span]:
    """Return the Chinese dates of a text, in its order."""
    return [
        Span(match.start(), match.end(), meaning)
        for match in _DATE.finditer(text)
        if (meaning := _read(match)) is not None
    ]


def _read(match: re.Match[str]) -> Meaning | None:
    groups = {name: group for name, group in match.groupdict().items() if group}
    if "month" in groups:
        return _day_or_month(groups)
    if "only_year" in groups:
        return _year(groups)
    if "weekday" in groups:
        return _weekday(groups)
    if "shifted_year" in groups:
        count = _SHIFTED_YEARS[groups["shifted_year"]]
        if "year_half" in groups:
            return Part(
                "half", 1 if groups["year_half"][0] == "上" else 2, year_turn=YearTurn(count)
            )
        return Shifted("year", count)
    if "shifted_day" in groups:
        return Shifted("day", _SHIFTED_DAYS[groups["shifted_day"]])
    if "same" in groups or "next" in groups:
        return Shifted("day", int("next" in groups), told=True)
    unit = "week" if "week_turn" in groups else "month"
    return Shifted(unit, _TURNS[groups[f"{unit}_turn"]])


def _common_year(groups: dict[str, str], written: str) -> int:
    """Return the common year; the Republic's first year is 1912."""
    number = _number(written)
    if "era" in groups or "era2" in groups:
        return number + 1911
    return number + 2000 if number < 100 else number


def _day_or_month(groups: dict[str, str]) -> Meaning | None:
    month, day = _number(groups["month"]), _number(groups["day"]) if "day" in groups else None
    year = _common_year(groups, groups["year"]) if "year" in groups else None
    if year is not None:
        return fixed(a_day(year, month, day) if day is not None else part("month", month, year))
    if day is not None:
        return MonthDay(month, day) if a_day(2000, month, day) else None
    return Part("month", month) if 1 <= month <= 12 else None


def _year(groups: dict[str, str]) -> Meaning | None:
    year = _common_year(groups, groups["only_year"])
    if "half" in groups:
        return fixed(part("half", 1 if groups["half"] == "上" else 2, year))
    if "quarter" in groups:
        return fixed(part("quarter", _number(groups["quarter"]), year))
    return fixed(a_year(year))


def _weekday(groups: dict[str, str]) -> Meaning:
    """Read ``週三``, and ``上週三`` as the Wednesday of last week, as Chinese counts."""
    number, turn = _WEEKDAYS[groups["weekday"]], groups.get("weekday_turn")
    return Weekday(number) if turn is None else Weekday(number, week=_TURNS[turn])
