"""Computes every figure from the CSV files alone: facts up to and including a day; different
subjects are those with more facts than reversals. Knows nothing of how the files were made."""

import collections
import csv
import decimal

DAYS = ["2020-12-31", "2018-12-31", "2015-12-31"]
CASE = ("510524", "cattle-family")


def read(folder, name):
    """The lines of a file as dictionaries."""
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


class Records:
    """The files, each as a list of lines."""

    def __init__(self, folder):
        for name in ("counties", "villages", "households", "persons", "programmes", "projects",
                     "participations", "ledger", "postings", "facilities", "cases",
                     "attestations"):
            setattr(self, name, read(folder, name))


def fen(yuan):
    return int(decimal.Decimal(yuan) * 100)


def yuan(amount):
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02}"


def _happened(day, as_of):
    return day != "" and day <= as_of


def _sign(entry):
    return -1 if entry["reverses"] else 1


def _money(records, as_of, project, kind):
    return [e for e in records.ledger
            if e["project"] == project and e["kind"] == kind and e["date"] <= as_of]


def total(records, as_of, project, kind):
    return sum(_sign(e) * fen(e["amount_yuan"]) for e in _money(records, as_of, project, kind))


def distinct_paid(records, as_of, project, kind):
    facts = collections.Counter()
    for e in _money(records, as_of, project, kind):
        facts[e["county"], e["counterparty"]] += _sign(e)
    return sum(count > 0 for count in facts.values())


def participants(records, as_of, project=None, column="start_date", role=None):
    """Different participants who take part, with that day up to as_of as well; of all projects
    together without one."""
    return len({(p["county"], p["participant"]) for p in records.participations
                if _happened(p["start_date"], as_of) and _happened(p[column], as_of)
                and project in (None, p["project"])
                and role in (None, p["role"])})


def average(numerator, denominator):
    """Half away from zero, in fen; with what it was divided from."""
    if denominator == 0:
        return "-"
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    value = rounded if numerator >= 0 else -rounded
    return f"{yuan(value)} = {yuan(numerator)} / {denominator}"


def _honours(posting):
    return [honour.split("@") for honour in posting["honours"].split(";") if honour]


def _cadres(records, as_of):
    posted = {p["cadre"] for p in records.postings if p["start_date"] <= as_of}
    honoured = {p["cadre"] for p in records.postings for _, day, _ in _honours(p) if day <= as_of}
    promoted = {p["cadre"] for p in records.postings if _happened(p["promotion_date"], as_of)}
    return len(posted), len(honoured), len(promoted)


def _published_case(records, as_of):
    """The case's debt and last wage, or dashes while no consent stands."""
    case = next(c for c in records.cases if (c["county"], c["case"]) == CASE)
    withdrawn = _happened(case["consent_withdraw_date"], as_of)
    if not _happened(case["consent_grant_date"], as_of) or withdrawn:
        return "-", "-"
    household = case["person"].split("/")[0]
    debt = next(h["debt_yuan"] for h in records.households
                if (h["county"], h["household"]) == (case["county"], household))
    wages = collections.Counter()
    for e in _money(records, as_of, "cattle", "wage"):
        if (e["county"], e["counterparty"]) == (case["county"], case["person"]):
            wages[e["date"]] += _sign(e) * fen(e["amount_yuan"])
    paid = [day for day, amount in wages.items() if amount]
    return yuan(fen(debt)), yuan(wages[max(paid)]) if paid else "-"


def _designations(records, as_of):
    pairs = [d.split("@") for p in records.programmes for d in p["designations"].split(";")]
    return len({county for county, day in pairs if day <= as_of})


def _services(records, as_of):
    return {kind for f in records.facilities if f["open_date"] <= as_of
            for kind in f["service_kinds"].split(";")}


def _cattle(records, as_of):
    gain = (total(records, as_of, "cattle", "household_payout")
            - total(records, as_of, "cattle", "household_cost"))
    revenue = total(records, as_of, "cattle", "collective_revenue")
    cost = total(records, as_of, "cattle", "collective_cost")
    households = participants(records, as_of, "cattle", role="free_range")
    stated = sum(a["project"] == "cattle" and a["date"] <= as_of for a in records.attestations)
    return [
        ("5", "cattle: persons who came home",
         participants(records, as_of, "cattle", "return_date")),
        ("6", "cattle: average gain of free-range households, yuan", average(gain, households)),
        ("7", "cattle: collectives' revenue, yuan", yuan(revenue)),
        ("8", "cattle: collectives' profit, yuan", yuan(revenue - cost)),
        ("9", "cattle: attestations", stated),
    ]


def _eucommia(records, as_of):
    settled = total(records, as_of, "eucommia", "person_settlement")
    persons = distinct_paid(records, as_of, "eucommia", "person_settlement")
    return [
        ("10", "eucommia: collectives' revenue, yuan",
         yuan(total(records, as_of, "eucommia", "collective_revenue"))),
        ("11", "eucommia: persons settled with", persons),
        ("12", "eucommia: average settled, yuan", average(settled, persons)),
    ]


def _beyond_the_article(records, as_of):
    def households(column):
        return sum(_happened(h[column], as_of) for h in records.households)
    return [
        ("", "facilities open", sum(f["open_date"] <= as_of for f in records.facilities)),
        ("", "households registered", households("register_date")),
        ("", "households lifted", households("lift_date")),
        ("", "households that left", households("departure_date")),
        ("", "participants, cattle", participants(records, as_of, "cattle")),
        ("", "participants, eucommia", participants(records, as_of, "eucommia")),
        ("", "participants, both together, each once", participants(records, as_of)),
        ("", "persons who came home, both together, each once",
         participants(records, as_of, column="return_date")),
    ]


def compute(records, as_of):
    """[(number in the article, figure, value as text)] on a day."""
    posted, honoured, promoted = _cadres(records, as_of)
    debt, wage = _published_case(records, as_of)
    rows = [
        ("1", "designated counties", _designations(records, as_of)),
        ("2", "cadres posted", posted),
        ("3", "cadres honoured", honoured),
        ("3", "cadres given more responsibility", promoted),
        ("4", "kinds of service offered", len(_services(records, as_of))),
        *_cattle(records, as_of),
        *_eucommia(records, as_of),
        ("13", "case cattle-family: debt, yuan", debt),
        ("14", "case cattle-family: last wage, yuan a month", wage),
        *_beyond_the_article(records, as_of),
    ]
    return [(number, figure, str(value)) for number, figure, value in rows]


def table(records):
    """The lines of a Markdown table of all figures on all days."""
    columns = [compute(records, day) for day in DAYS]
    lines = [f"| # | figure | {' | '.join(DAYS)} |", "|---|---|---|---|---|"]
    for cells in zip(*columns):
        values = " | ".join(value for _, _, value in cells)
        lines.append(f"| {cells[0][0]} | {cells[0][1]} | {values} |")
    return lines
