"""Who takes part in which project, as what, from when to when."""

import dataclasses
import datetime

from maker.dice import Dice, later
from maker.register import SUIDE, XUYONG

LAST_DAY = datetime.date(2020, 12, 31)

# How many begin in each year.
FREE_RANGE = {2014: 32, 2015: 36, 2016: 36, 2017: 30, 2018: 22, 2019: 16, 2020: 8}  # 180 households
RETURNED = {2014: 14, 2015: 16, 2016: 17, 2017: 15, 2018: 13, 2019: 11, 2020: 7}  # 93 persons
LOCAL_WORKERS = {2014: 3, 2015: 4, 2016: 3, 2017: 2, 2018: 1, 2019: 1}
GROWERS = {2014: 60, 2015: 75, 2016: 80, 2017: 75, 2018: 60, 2019: 45, 2020: 28}  # 423 persons
GROWERS_IN_XUYONG = 240
IN_BOTH_PERSONS, IN_BOTH_HOUSEHOLDS = 18, 14
RETURNED_TWICE = 8
NEW_RETURNED_GROWERS, KNOWN_RETURNED_GROWERS = 7, 5
LIU_ANFU = "H0001/1"
LIU_ANFU_START = datetime.date(2015, 3, 2)


@dataclasses.dataclass
class Participation:
    county: str
    project: str
    party: str  # H0001 or H0001/1
    role: str
    start: datetime.date
    end: datetime.date | None = None
    returned: datetime.date | None = None
    settles: bool = True  # whether a harvest is settled with the grower by the last day

    def covers(self, day):
        return self.start <= day <= (self.end or LAST_DAY)


def _starts(dice, per_year, first_day, last_day):
    """Days between two days of the year, (month, day) each; as many in each year as given."""
    return [dice.day(datetime.date(year, *first_day), datetime.date(year, *last_day))
            for year, count in per_year.items() for _ in range(count)]


def _may_join(household, start):
    stays = household.departed is None or later(start, 400) < household.departed
    return later(household.registered, 10) < start and stays


def _may_work(person, start, oldest):
    return 18 <= start.year - person.birth_year <= oldest and person.health != "大病"


def _end(dice, household, start, percent):
    """The last day: before a departure, or now and then for reasons of one's own."""
    if household.departed:
        return later(household.departed, -dice.number(10, 40))
    first = later(start, 400)
    if dice.chance(percent) and first < datetime.date(2020, 11, 1):
        return dice.day(first, datetime.date(2020, 11, 30))
    return None


def _recruit_households(dice, county, households, starts):
    """One participation for each start, all of different households."""
    pool = dice.shuffled(h for h in households
                         if h.county == county and h.category != "extreme_hardship")
    for start in starts:
        household = next(h for h in pool if _may_join(h, start))
        pool.remove(household)
        yield Participation(county, "cattle", household.ref, "free_range", start,
                            _end(dice, household, start, 12))


def _recruit_persons(dice, template, households, starts, taken, oldest):
    """One participation like the template for each start, all of different persons, none of them in
    `taken`, which grows."""
    pool = dice.shuffled((h, p) for h in households if h.county == template.county
                         for p in h.members if p.birth_year)
    for start in starts:
        household, person = next((h, p) for h, p in pool if p.ref not in taken
                                 and _may_join(h, start) and _may_work(p, start, oldest))
        taken.add(person.ref)
        yield dataclasses.replace(template, party=person.ref, start=start,
                                  end=_end(dice, household, start, 8))


def _come_home_twice(dice, participations):
    """Some of those who came home left again, and came home a second time."""
    early = [p for p in participations if p.end is None and p.start.year <= 2017]
    for first in dice.shuffled(early)[:RETURNED_TWICE]:
        first.end = later(first.start, dice.number(300, 480))
        again = later(first.end, dice.number(200, 380))
        yield dataclasses.replace(first, start=again, end=None,
                                  returned=later(again, -dice.number(3, 40)))


def _cattle_workers(dice, households):
    template = Participation(XUYONG, "cattle", "", "worker", LAST_DAY)
    taken = set()
    starts = dice.shuffled(_starts(dice, RETURNED, (1, 20), (11, 20)))
    returned = list(_recruit_persons(dice, template, households, starts, taken, 58))
    for participation in returned:
        participation.returned = later(participation.start, -dice.number(3, 40))
    starts = _starts(dice, LOCAL_WORKERS, (4, 1), (9, 30))
    local = list(_recruit_persons(dice, template, households, starts, taken, 58))
    liu_anfu = dataclasses.replace(template, party=LIU_ANFU, start=LIU_ANFU_START)
    return returned, [liu_anfu] + local


def _growers_known_from_cattle(dice, returned, free_range, starts):
    """Persons and households of the cattle project that grow under contract as well."""
    staying = [p for p in returned if p.end is None and p.start.year <= 2017]
    for i, known in enumerate(dice.shuffled(staying)[:IN_BOTH_PERSONS]):
        start = next(s for s in starts if s > known.start)
        starts.remove(start)
        came_home = known.returned if i < KNOWN_RETURNED_GROWERS else None
        yield Participation(XUYONG, "eucommia", known.party, "grower", start, None, came_home)
    staying = [p for p in free_range if p.end is None and p.start.year <= 2017]
    for known in dice.shuffled(staying)[:IN_BOTH_HOUSEHOLDS]:
        start = dice.day(datetime.date(known.start.year + 1, 3, 1),
                         datetime.date(known.start.year + 1, 5, 10))
        yield Participation(XUYONG, "eucommia", known.party, "grower", start)


def _growers(dice, county, households, starts, taken):
    template = Participation(county, "eucommia", "", "grower", LAST_DAY)
    growers = list(_recruit_persons(dice, template, households, starts, taken, 72))
    for grower in growers[:NEW_RETURNED_GROWERS] if county == XUYONG else []:
        grower.returned = later(grower.start, -dice.number(3, 40))
    waiting = [datetime.date(2018, 3, 12)] + [dice.day(datetime.date(2020, 10, 12), LAST_DAY)
                                              for _ in range(3)]
    template.settles = False
    return growers + list(_recruit_persons(dice, template, households, waiting, taken, 72))


def make_participations(households):
    """All participations by county and first day."""
    dice = Dice("enrolment")
    starts = dice.shuffled(_starts(dice, FREE_RANGE, (2, 10), (11, 30)))
    free_range = list(_recruit_households(dice, XUYONG, households, starts))
    returned, others = _cattle_workers(dice, households)
    twice = list(_come_home_twice(dice, returned))

    starts = dice.shuffled(_starts(dice, GROWERS, (3, 1), (5, 10)))
    here, there = starts[:GROWERS_IN_XUYONG], starts[GROWERS_IN_XUYONG:]
    known = list(_growers_known_from_cattle(dice, returned, free_range, here))
    taken = {p.party for p in returned + others}
    growers = known + _growers(dice, XUYONG, households, here, taken)
    growers += _growers(dice, SUIDE, households, there, set())

    everyone = free_range + returned + others + twice + growers
    return sorted(everyone, key=lambda p: (p.county, p.start, p.project, p.party))
