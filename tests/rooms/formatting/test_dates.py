from datetime import date

import pytest

from reportgen.formatting import DateStyle, Formatter, PeriodStyle
from reportgen.periods import Calendar, Span, from_id

US = Formatter("en-US", "USD")
UK = Formatter("en-GB", "GBP")
KOREA = Formatter("ko-KR", "KRW")
TAIWAN = Formatter("zh-TW", "TWD")
CHINA = Formatter("zh-CN", "CNY")
GERMANY = Formatter("de-DE", "EUR")
SUNDAY = date(2026, 10, 18)
_ = "\N{NO-BREAK SPACE}"
THIN = "\N{THIN SPACE}"


# en-US, en-GB, ko-KR, zh-TW, zh-CN, de-DE
DAYS = {
    DateStyle.FULL: [
        "Sunday, October 18, 2026",
        "Sunday, 18 October 2026",
        "2026년 10월 18일 일요일",
        "2026年10月18日 星期日",
        "2026年10月18日星期日",
        "Sonntag, 18. Oktober 2026",
    ],
    DateStyle.LONG: [
        "October 18, 2026",
        "18 October 2026",
        "2026년 10월 18일",
        "2026年10月18日",
        "2026年10月18日",
        "18. Oktober 2026",
    ],
    DateStyle.MEDIUM: [
        "Oct 18, 2026",
        "18 Oct 2026",
        "2026년 10월 18일",
        "2026年10月18日",
        "2026年10月18日",
        "18. Okt. 2026",
    ],
    DateStyle.WEEKDAY_DAY: [
        "Sunday, October 18",
        "Sunday 18 October",
        "10월 18일 일요일",
        "10月18日 星期日",
        "10月18日星期日",
        "Sonntag, 18. Oktober",
    ],
    DateStyle.DAY_MONTH: ["October 18", "18 October", "10월 18일", "10月18日", "10月18日", "18. Oktober"],
    DateStyle.DAY_MONTH_SHORT: ["Oct 18", "18 Oct", "10월 18일", "10月18日", "10月18日", "18. Okt."],
    DateStyle.MONTH: ["October", "October", "10월", "10月", "10月", "Oktober"],
    DateStyle.MONTH_SHORT: ["Oct", "Oct", "10월", "10月", "10月", "Okt"],
    DateStyle.WEEKDAY: ["Sunday", "Sunday", "일요일", "星期日", "星期日", "Sonntag"],
    DateStyle.WEEKDAY_SHORT: ["Sun", "Sun", "일", "週日", "周日", "So"],
}


@pytest.mark.parametrize("style", DateStyle)
def test_a_day_in_each_style(style: DateStyle) -> None:
    formatters = (US, UK, KOREA, TAIWAN, CHINA, GERMANY)
    assert [each.date(SUNDAY, style) for each in formatters] == DAYS[style]


SPANS = {
    "month": Span(date(2026, 10, 1), date(2026, 10, 31)),
    "over months": Span(date(2026, 9, 28), date(2026, 10, 4)),
    "over years": Span(date(2025, 12, 29), date(2026, 1, 4)),
    "one day": Span(SUNDAY, SUNDAY),
}


@pytest.mark.parametrize(
    ("formatter", "expected"),
    [
        (
            US,
            [
                "October 1 to 31, 2026",
                "September 28 to October 4, 2026",
                "December 29, 2025 to January 4, 2026",
                "October 18, 2026",
            ],
        ),
        (
            UK,
            [
                "1 to 31 October 2026",
                "28 September to 4 October 2026",
                "29 December 2025 to 4 January 2026",
                "18 October 2026",
            ],
        ),
        (
            KOREA,
            [
                "2026년 10월 1일~31일",
                "2026년 9월 28일~10월 4일",
                "2025년 12월 29일~2026년 1월 4일",
                "2026년 10월 18일",
            ],
        ),
        (
            TAIWAN,
            [
                "2026年10月1日至31日",
                "2026年9月28日至10月4日",
                "2025年12月29日至2026年1月4日",
                "2026年10月18日",
            ],
        ),
        (
            CHINA,
            [
                "2026年10月1日至31日",
                "2026年9月28日至10月4日",
                "2025年12月29日至2026年1月4日",
                "2026年10月18日",
            ],
        ),
        (
            GERMANY,
            [
                "1.–31. Oktober 2026",
                f"28. September{THIN}–{THIN}4. Oktober 2026",
                f"29. Dezember 2025{THIN}–{THIN}4. Januar 2026",
                "18. Oktober 2026",
            ],
        ),
    ],
)
def test_a_span_says_once_what_its_ends_share(formatter: Formatter, expected: list[str]) -> None:
    assert [formatter.span(span) for span in SPANS.values()] == expected


PERIODS = {
    "2026-10": [
        (US, "October 2026", "Oct 2026", "October", ("October", "2026")),
        (UK, "October 2026", "Oct 2026", "October", ("October", "2026")),
        (KOREA, "2026년 10월", "2026년 10월", "10월", ("2026년", "10월")),
        (TAIWAN, "2026年10月", "2026年10月", "10月", ("2026年", "10月")),
        (CHINA, "2026年10月", "2026年10月", "10月", ("2026年", "10月")),
        (GERMANY, "Oktober 2026", "Okt. 2026", "Oktober", ("Oktober", "2026")),
    ],
    "2026-W04": [
        (US, "Week 4, 2026", "W4 2026", "Week 4", ("Week 4", "2026")),
        (KOREA, "2026년 4주차", "2026년 4주", "4주차", ("2026년", "4주차")),
        (TAIWAN, "2026年第4週", "2026年第4週", "第4週", ("2026年", "第4週")),
        (CHINA, "2026年第4周", "2026年第4周", "第4周", ("2026年", "第4周")),
        (GERMANY, "KW 4/2026", "KW 4/2026", "KW 4", ("KW 4", "2026")),
    ],
    "2026-W43/2": [
        (US, "Weeks 43 to 44, 2026", "W43–44 2026", "Weeks 43 to 44", ("Weeks 43 to 44", "2026")),
        (KOREA, "2026년 43~44주차", "2026년 43~44주", "43~44주차", ("2026년", "43~44주차")),
        (TAIWAN, "2026年第43至44週", "2026年第43至44週", "第43至44週", ("2026年", "第43至44週")),
    ],
    "2026-W53/2": [
        (
            US,
            "Week 53, 2026 to week 1, 2027",
            "W53 2026–W1 2027",
            "Weeks 53 to 1",
            ("Week 53, 2026", "to week 1, 2027"),
        ),
    ],
    "2026-Q3": [
        (US, "Q3 2026", "Q3 2026", "Q3", ("Q3", "2026")),
        (KOREA, "2026년 3분기", "2026년 3분기", "3분기", ("2026년", "3분기")),
        (TAIWAN, "2026年第3季", "2026年第3季", "第3季", ("2026年", "第3季")),
        (CHINA, "2026年第3季度", "2026年第3季度", "第3季度", ("2026年", "第3季度")),
        (GERMANY, "3. Quartal 2026", "Q3 2026", "3. Quartal", ("3. Quartal", "2026")),
    ],
    "2026": [
        (US, "2026", "2026", "2026", ("2026",)),
        (KOREA, "2026년", "2026년", "2026년", ("2026년",)),
        (CHINA, "2026年", "2026年", "2026年", ("2026年",)),
    ],
    "2026-10-01..2026-10-14": [
        (US, "October 1 to 14, 2026", "Oct 1 to 14, 2026", "October 1 to 14", ("Oct 1 to 14", "2026")),
        (UK, "1 to 14 October 2026", "1 to 14 Oct 2026", "1 to 14 October", ("1 to 14 Oct", "2026")),
        (
            KOREA,
            "2026년 10월 1일~14일",
            "2026년 10월 1일~14일",
            "10월 1일~14일",
            ("2026년", "10월 1일~14일"),
        ),
        (GERMANY, "1.–14. Oktober 2026", "1.–14. Okt. 2026", "1.–14. Oktober", ("1.–14. Okt. 2026",)),
    ],
    "2025-12-29..2026-01-04": [
        (
            US,
            "December 29, 2025 to January 4, 2026",
            "Dec 29, 2025 to Jan 4, 2026",
            "December 29, 2025 to January 4, 2026",  # without its years it would be another span
            ("Dec 29, 2025 to", "Jan 4, 2026"),
        ),
    ],
}


@pytest.mark.parametrize(("text", "case"), [(text, case) for text, cases in PERIODS.items() for case in cases])
def test_a_period_in_each_style(text: str, case: tuple[Formatter, str, str, str, tuple[str, ...]]) -> None:
    formatter, long, short, name, lines = case
    period = from_id(text, Calendar())
    assert formatter.period(period) == formatter.period(period, PeriodStyle.LONG) == long
    assert formatter.period(period, PeriodStyle.SHORT) == short
    assert formatter.period(period, PeriodStyle.NAME) == name
    assert formatter.period(period, PeriodStyle.LINES) == lines


def test_a_fiscal_quarter_or_year_says_that_it_is_one() -> None:
    april = Calendar(fiscal_year_start=4)
    quarter, year, month = (from_id(text, april) for text in ("2026-Q3", "2026", "2026-10"))
    assert (US.period(quarter), US.period(year), US.period(month)) == ("Q3 FY2026", "FY2026", "October 2026")
    assert KOREA.period(quarter) == "2026 회계연도 3분기"
    assert TAIWAN.period(year) == "2026會計年度"
    assert CHINA.period(quarter) == "2026财年第3季度"
    assert GERMANY.period(quarter) == "3. Quartal GJ 2026"


@pytest.mark.parametrize("week_start", range(7))
def test_weeks_keep_their_iso_numbers_whatever_day_they_start_on(week_start: int) -> None:
    period = from_id("2026-W43/2", Calendar(week_start=week_start))
    assert US.period(period) == "Weeks 43 to 44, 2026"


def test_other_languages_name_weeks_by_sign_and_months_by_cldr() -> None:
    french = Formatter("fr-FR", "EUR")
    assert french.period(from_id("2026-W44", Calendar())) == "W44 2026"
    assert french.period(from_id("2026-10", Calendar())) == "octobre 2026"
    assert french.span(SPANS["month"]) == "1–31 octobre 2026"


@pytest.mark.parametrize(
    ("formatter", "expected"),
    [
        (US, [f"12{_}am", f"6{_}am", f"12{_}pm", f"6{_}pm"]),
        (UK, ["00:00", "06:00", "12:00", "18:00"]),
        (KOREA, [f"오전{_}12시", f"오전{_}6시", f"오후{_}12시", f"오후{_}6시"]),
        (CHINA, ["0时", "6时", "12时", "18时"]),
        (GERMANY, [f"0{_}Uhr", f"6{_}Uhr", f"12{_}Uhr", f"18{_}Uhr"]),
    ],
)
def test_hours_are_told_as_the_country_tells_the_time(formatter: Formatter, expected: list[str]) -> None:
    assert [formatter.hour(number) for number in (0, 6, 12, 18)] == expected


@pytest.mark.parametrize(
    ("formatter", "expected"),
    [
        (US, "A, B and C"),
        (UK, "A, B and C"),
        (KOREA, "A, B 및 C"),
        (TAIWAN, "A、B和C"),
        (CHINA, "A、B和C"),
        (GERMANY, "A, B und C"),
    ],
)
def test_a_list_is_joined_as_the_language_joins_it(formatter: Formatter, expected: str) -> None:
    assert formatter.list(["A", "B", "C"]) == expected
    assert formatter.list(["{0}"]) == "{0}"
    assert formatter.list([]) == ""
