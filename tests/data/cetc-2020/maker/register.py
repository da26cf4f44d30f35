"""The register: villages, and households with their members."""

import dataclasses
import datetime

from maker.dice import Dice, later
from maker.people import Person, make_members

XUYONG, SUIDE = "510524", "610826"
HOUSEHOLDS = {XUYONG: 430, SUIDE: 270}
DEPARTED = {XUYONG: 12, SUIDE: 8}
NEVER_LIFTED = {XUYONG: 3, SUIDE: 2}

# Townships as (code, name, villages). The first and its village 227 are real, the rest is invented,
# with codes at the upper end of the range for towns (1xx) and townships (2xx).
TOWNSHIPS = {
    XUYONG: [("510524101", "江门镇", 4), ("510524191", "示例一镇", 7), ("510524192", "示例二镇", 7),
             ("510524291", "示例一乡", 6)],
    SUIDE: [("610826191", "示例三镇", 8), ("610826291", "示例二乡", 8)],
}
REAL_VILLAGE = ("510524101227", "高家村", "江门镇")

CATEGORIES = {"general": 62, "minimum_living_allowance": 28, "extreme_hardship": 10}
CAUSES = {"illness": 40, "skills": 14, "capital": 12, "labour": 11, "disability": 8, "schooling": 6,
          "transport": 2, "disaster": 2, "land": 1.5, "motivation": 1.5, "water": 1, "other": 1}
SIZES = {1: 4, 2: 11, 3: 21, 4: 30, 5: 20, 6: 11, 7: 3}
LIFT_YEARS = {2014: 5, 2015: 9, 2016: 16, 2017: 20, 2018: 25, 2019: 19, 2020: 6}


@dataclasses.dataclass
class Village:
    county: str
    code: str
    title: str
    township: str


@dataclasses.dataclass
class Household:
    county: str
    ref: str  # H0001
    village: str
    category: str
    cause: str
    registered: datetime.date
    lifted: datetime.date | None = None
    departed: datetime.date | None = None
    debt_fen: int = 0
    members: list[Person] = dataclasses.field(default_factory=list)


def _chinese(number):
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")


def make_villages():
    """All villages by code: the real one, and samples numbered through both counties."""
    villages, number = [], 0
    for county, townships in TOWNSHIPS.items():
        for code, township, count in townships:
            for i in range(count):
                if code + "227" == REAL_VILLAGE[0] and i == 0:
                    villages.append(Village(county, *REAL_VILLAGE))
                    continue
                number += 1
                villages.append(
                    Village(county, f"{code}{390 + i}", f"示例{_chinese(number)}村", township))
    return villages


def _register_date(dice):
    first, last = dice.weighted({
        (datetime.date(2013, 6, 3), datetime.date(2013, 12, 20)): 16,
        (datetime.date(2014, 3, 3), datetime.date(2014, 10, 31)): 70,
        (datetime.date(2015, 10, 8), datetime.date(2015, 11, 30)): 7,
        (datetime.date(2016, 10, 10), datetime.date(2016, 11, 30)): 4,
        (datetime.date(2017, 9, 11), datetime.date(2017, 10, 31)): 3,
    })
    return dice.day(first, last)


def _lift_date(dice, registered):
    years = {year: w for year, w in LIFT_YEARS.items() if year > registered.year}
    year = dice.weighted(years)
    last = datetime.date(year, 11, 20) if year == 2020 else datetime.date(year, 12, 25)
    return dice.day(datetime.date(year, 10, 20), last)


def _debt_fen(dice, cause):
    if not dice.chance(72 if cause in ("illness", "schooling") else 38):
        return 0
    top = 1200 if cause == "illness" else 400
    return dice.number(10, top) * 10000  # whole hundreds of yuan


def _household(dice, county, ref, village, used_numbers):
    category, cause = dice.weighted(CATEGORIES), dice.weighted(CAUSES)
    alone = category == "extreme_hardship"
    registered = _register_date(dice)
    household = Household(county, ref, village, category, "labour" if alone else cause, registered,
                          _lift_date(dice, registered), None, _debt_fen(dice, cause))
    head_year = dice.number(1930, 1954) if alone else dice.number(1946, 1983)
    size = dice.weighted({1: 80, 2: 20} if alone else SIZES)
    household.members = make_members(dice, county, ref, household.cause, head_year, size,
                                     used_numbers)
    return household


def _published_household(village):
    """Liu Anfu's. What the article does not tell is left out, and where the register wants a value
    it is invented. The granddaughter has a label in place of a name."""
    family_health = "孙女患先天性癫痫，2013年查出"
    return Household(
        XUYONG, "H0001", village, "general", "illness", datetime.date(2013, 12, 9),
        datetime.date(2019, 12, 6), None, 29800000,
        [Person("H0001/1", "刘安富", "", "head", "male", 0, family_health),
         Person("H0001/2", "示例孙女", "", "grandchild", "female", 0, "先天性癫痫")])


def _let_some_depart(dice, county, households):
    """Some leave for good, before or after they were lifted; some are never lifted."""
    chosen = dice.shuffled(households[1:])
    for household in chosen[: DEPARTED[county]]:
        first = max(datetime.date(2016, 2, 1), later(household.registered, 500))
        household.departed = dice.day(first, datetime.date(2020, 10, 30))
        if household.lifted and household.lifted >= household.departed:
            household.lifted = None
    for household in chosen[DEPARTED[county]:][: NEVER_LIFTED[county]]:
        household.lifted = None


def make_households(villages):
    """All households, by county, each county's in order of village."""
    households, used_numbers = [], set()
    for county, count in HOUSEHOLDS.items():
        dice = Dice("households " + county)
        codes = [village.code for village in villages if village.county == county]
        homes = sorted(dice.pick(codes) for _ in range(count))
        own = [_household(dice, county, f"H{i + 1:04}", home, used_numbers)
               for i, home in enumerate(homes)]
        if county == XUYONG:
            own[0] = _published_household(codes[1])
        _let_some_depart(dice, county, own)
        households += own
    return households
