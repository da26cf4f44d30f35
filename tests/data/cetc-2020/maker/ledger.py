"""The money: what was paid and earned, sums that come out as wanted, and some mistakes with their
reversals. Amounts are in fen."""

import dataclasses
import datetime

from maker.dice import Dice, apportion, later
from maker.enrolment import LAST_DAY, LIU_ANFU, Participation
from maker.register import SUIDE, XUYONG

YUAN = 100
# (project, kind): the sum on the last day, and what every amount is a multiple of.
SUMS = {
    ("cattle", "household_payout"): (5_600_000 * YUAN, 50),
    ("cattle", "household_cost"): (2_900_000 * YUAN, 50),  # 180 households gain 15,000 on average
    ("cattle", "collective_revenue"): (21_520_000 * YUAN, 10 * YUAN),
    ("cattle", "collective_cost"): (19_750_000 * YUAN, 10 * YUAN),  # profit 1,770,000
    ("eucommia", "collective_revenue"): (2_820_000 * YUAN, 10 * YUAN),
    ("eucommia", "collective_cost"): (1_960_000 * YUAN, 10 * YUAN),
    ("eucommia", "person_settlement"): (423 * 2_316 * YUAN, 10),
    ("eucommia", "household_payout"): (96_000 * YUAN, 10),
}
LIU_ANFU_WAGE = 3_000 * YUAN
REGULAR_AMONG_RETURNED = 6
CATTLE_VILLAGES, EUCOMMIA_VILLAGES = 14, 8  # the latter in each county
# Of a collective's revenue in the cattle project, in percent: its cost, less as it learns.
COST_PERCENT = {2014: 97, 2015: 96, 2016: 95, 2017: 94, 2018: 92, 2019: 91, 2020: 89}
WITHOUT_DOCUMENT_PER_THOUSAND = 2


@dataclasses.dataclass
class Entry:
    county: str
    project: str
    kind: str
    fen: int  # until the sums are shared out, the weight of its share
    day: datetime.date
    party: str  # H0001, H0001/1 or a village's code
    reverses: "Entry | None" = None
    corrected: bool = False  # it is a mistake, a reversal or a correction
    ref: str = ""
    document: str = ""


@dataclasses.dataclass
class Mistake:
    """An entry of this kind, between these days, is entered wrongly, reversed and entered again."""
    county: str
    project: str
    kind: str
    first: str
    last: str
    wrong: str  # digits: two digits swapped; tenfold; party: another one's
    noticed_after_days: int


MISTAKES = [
    Mistake(XUYONG, "cattle", "household_payout", "2015-09-01", "2015-12-01", "digits", 12),
    Mistake(XUYONG, "cattle", "household_cost", "2015-03-01", "2015-10-30", "tenfold", 9),
    Mistake(XUYONG, "cattle", "collective_revenue", "2016-03-01", "2016-10-30", "digits", 21),
    Mistake(XUYONG, "cattle", "collective_cost", "2016-03-01", "2016-10-30", "tenfold", 15),
    Mistake(XUYONG, "cattle", "wage", "2016-04-01", "2016-11-10", "digits", 11),
    Mistake(XUYONG, "eucommia", "person_settlement", "2016-11-01", "2016-11-30", "digits", 14),
    Mistake(SUIDE, "eucommia", "person_settlement", "2016-11-01", "2016-11-30", "tenfold", 17),
    Mistake(SUIDE, "eucommia", "collective_revenue", "2017-05-01", "2017-06-30", "digits", 30),
    Mistake(XUYONG, "cattle", "household_payout", "2017-04-01", "2017-10-30", "tenfold", 10),
    Mistake(XUYONG, "cattle", "household_cost", "2017-04-01", "2017-10-30", "digits", 13),
    Mistake(XUYONG, "eucommia", "collective_revenue", "2018-05-01", "2018-06-30", "digits", 25),
    # Noticed in the next year: a sheet as of 2018-12-31 still shows what was wrong on that day.
    Mistake(XUYONG, "cattle", "collective_revenue", "2018-11-20", "2018-12-31", "digits", 70),
    Mistake(XUYONG, "eucommia", "person_settlement", "2018-12-01", "2018-12-20", "party", 41),
    Mistake(SUIDE, "eucommia", "person_settlement", "2019-11-10", "2019-12-01", "party", 19),
    Mistake(XUYONG, "cattle", "household_payout", "2019-04-01", "2019-10-30", "party", 16),
    Mistake(SUIDE, "eucommia", "collective_cost", "2019-03-01", "2019-09-30", "digits", 28),
    Mistake(XUYONG, "cattle", "wage", "2020-03-01", "2020-10-10", "digits", 10),
    Mistake(XUYONG, "cattle", "collective_revenue", "2020-03-01", "2020-09-30", "digits", 33),
]


def _years(participation):
    """Each year of a participation, with its first and last day in it."""
    end = participation.end or LAST_DAY
    for year in range(participation.start.year, end.year + 1):
        yield (year, max(participation.start, datetime.date(year, 1, 4)),
               min(end, datetime.date(year, 12, 29)))


def _free_range_money(dice, participation):
    """Fodder and care from the first days on, animals bought back from the eighth month on."""
    def entry(kind, weight, day):
        return Entry(XUYONG, "cattle", kind, weight, day, participation.party)
    for year, first, last in _years(participation):
        if first > last:
            continue
        for _ in range(dice.number(1, 2)):
            yield entry("household_cost", dice.number(70, 130), dice.day(first, last))
        grown = max(first, later(participation.start, 240))
        for _ in range(dice.number(1, 2) if grown <= last else 0):
            weight = dice.number(75, 125) + 6 * (year - 2014)
            yield entry("household_payout", weight, dice.day(grown, last))


def _monthly_wages(dice, participation):
    """Paid on the 28th, with a raise each January, but for Liu Anfu's, which was published."""
    wage = dice.number(23, 27) * 100 * YUAN
    for year, first, last in _years(participation):
        for month in range(1, 13):
            day = datetime.date(year, month, 28)
            if later(first, 20) <= day <= last:
                fen = LIU_ANFU_WAGE if participation.party == LIU_ANFU else wage
                yield Entry(XUYONG, "cattle", "wage", fen, day, participation.party)
        wage += dice.number(0, 2) * 100 * YUAN


def _seasonal_wages(dice, participation):
    """Paid in the months in which hands are short."""
    for year, first, last in _years(participation):
        for month in (5, 10, 12):
            day = datetime.date(year, month, 28)
            if first <= day <= last and dice.chance(75):
                fen = dice.number(36, 52) * 50 * YUAN
                yield Entry(XUYONG, "cattle", "wage", fen, day, participation.party)


def _wages(dice, workers):
    regular = {p.party for p in workers if not p.returned}
    returned = sorted(p.party for p in workers if p.returned)
    regular.update(dice.shuffled(returned)[:REGULAR_AMONG_RETURNED])
    for participation in workers:
        monthly = participation.party in regular
        yield from (_monthly_wages if monthly else _seasonal_wages)(dice, participation)


def _harvest_money(dice, participation, kind):
    """Settled in November and December, at least once; prices rise."""
    days = []
    for year, first, last in _years(participation):
        first = max(first, datetime.date(year, 11, 5))
        if first <= last and last > participation.start:
            days.append(dice.day(first, last))
    kept = [day for day in days if dice.chance(72)] or days[-1:]
    for day in kept:
        weight = dice.number(70, 130) + 10 * (day.year - 2014)
        yield Entry(participation.county, "eucommia", kind, weight, day, participation.party)


def _cattle_collectives(dice, villages):
    """Sales of each quarter, and what they cost."""
    for i, village in enumerate(villages):
        for year in range(2014 + i // 4, 2021):
            for month in (1, 4, 7, 10):
                weight = dice.number(80, 120) * (year - 2010)
                first = datetime.date(year, month, 3)
                cost = weight * COST_PERCENT[year] * dice.number(97, 103) // 100
                yield Entry(XUYONG, "cattle", "collective_cost", cost,
                            dice.day(first, later(first, 60)), village)
                yield Entry(XUYONG, "cattle", "collective_revenue", weight,
                            dice.day(later(first, 55), later(first, 86)), village)


def _eucommia_collectives(dice, county, villages):
    """Sales of bark in June and of leaves in December, and one cost before each."""
    for i, village in enumerate(villages):
        for year in range(2014 + i // 3, 2021):
            for month in (6, 12):
                first = datetime.date(year, month, 3)
                weight = dice.number(70, 130) * (year - 2011)
                yield Entry(county, "eucommia", "collective_cost", weight * dice.number(96, 104),
                            dice.day(later(first, -80), first), village)
                yield Entry(county, "eucommia", "collective_revenue", weight,
                            dice.day(first, later(first, 26)), village)


def _all_right(dice, villages, participations):
    """Every entry as it ought to have been made, still with weights where a sum is to come out."""
    for participation in participations:
        if participation.role == "free_range":
            yield from _free_range_money(dice, participation)
        elif participation.role == "grower" and participation.settles:
            person = "/" in participation.party
            yield from _harvest_money(dice, participation,
                                      "person_settlement" if person else "household_payout")
    yield from _wages(dice, [p for p in participations if p.role == "worker"])
    here = [v.code for v in villages if v.county == XUYONG]
    there = [v.code for v in villages if v.county == SUIDE]
    yield from _cattle_collectives(dice, here[:CATTLE_VILLAGES])
    yield from _eucommia_collectives(dice, XUYONG, here[-EUCOMMIA_VILLAGES:])
    yield from _eucommia_collectives(dice, SUIDE, there[:EUCOMMIA_VILLAGES])


def _share_out(entries):
    """Turns weights into amounts that add up to the wanted sums."""
    for (project, kind), (total, quantum) in SUMS.items():
        chosen = [e for e in entries if (e.project, e.kind) == (project, kind)]
        for entry, fen in zip(chosen, apportion(total, [e.fen for e in chosen], quantum)):
            entry.fen = fen


def _swap_digits(fen):
    """An amount with its first two different neighbouring digits swapped."""
    digits = str(fen)
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1] and digits[i + 1] != "0":
            return int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2:])
    return fen * 10


def _may_be_paid(participations, entry, day):
    """A village always; a household or person while it takes part."""
    return entry.party.isdigit() or any(
        (p.county, p.project, p.party) == (entry.county, entry.project, entry.party)
        and p.covers(day) for p in participations)


def _other_party(participations, entry):
    """Somebody in the place of the entry's: a grower with nothing settled, or a household."""
    like = [p for p in participations if p.county == entry.county and p.covers(entry.day)
            and p.project == entry.project and p.end is None and p.party != entry.party]
    if entry.kind == "person_settlement":
        return next(p.party for p in like if not p.settles)
    return next(p.party for p in like if p.role == "free_range")


def _suits(entry, mistake, participations):
    if (entry.county, entry.project, entry.kind) != (mistake.county, mistake.project, mistake.kind):
        return False
    if not mistake.first <= entry.day.isoformat() <= mistake.last:
        return False
    if entry.corrected or entry.party == LIU_ANFU:
        return False
    return _may_be_paid(participations, entry, later(entry.day, mistake.noticed_after_days))


def _make_mistake(dice, entries, mistake, participations):
    """Puts a wrong entry where a right one stood, then its reversal and the right one, later."""
    right = dice.pick([e for e in entries if _suits(e, mistake, participations)])
    right.corrected = True
    wrong = dataclasses.replace(right)
    if mistake.wrong == "party":
        wrong.party = _other_party(participations, right)
    else:
        wrong.fen = right.fen * 10 if mistake.wrong == "tenfold" else _swap_digits(right.fen)
    right.day = later(right.day, mistake.noticed_after_days)
    reversal = dataclasses.replace(wrong, day=right.day, reverses=wrong)
    entries.remove(right)
    entries += [wrong, reversal, right]


def _number(entries):
    """Gives every entry its reference, and most a voucher, both in order of the day."""
    dice, counts, vouchers = Dice("documents"), {}, {}
    for entry in entries:
        counts[entry.county] = counts.get(entry.county, 0) + 1
        entry.ref = f"L{counts[entry.county]:06}"
        key = (entry.county, entry.day.year)
        vouchers[key] = vouchers.get(key, 0) + 1
        if entry.corrected or dice.number(1, 1000) > WITHOUT_DOCUMENT_PER_THOUSAND:
            entry.document = f"voucher/{entry.day.year}-{vouchers[key]:04}"


def make_ledger(villages, participations: list[Participation]):
    """All entries by county and day."""
    entries = list(_all_right(Dice("money"), villages, participations))
    _share_out(entries)
    dice = Dice("mistakes")
    for mistake in MISTAKES:
        _make_mistake(dice, entries, mistake, participations)
    entries.sort(key=lambda e: (e.county, e.day))
    _number(entries)
    return entries
