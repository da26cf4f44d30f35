"""What has to hold in the CSV files for them to be accepted and to be worth testing with. Reads
the files alone and knows nothing of how they were made."""

import collections
import datetime

from maker.figures import participants

BYTES_MAX = 1_500_000
PAID_KINDS = {  # kind: (how a counterparty looks, roles that may be paid so)
    "household_payout": ("household", ("free_range", "grower")),
    "household_cost": ("household", ("free_range", "grower")),
    "person_settlement": ("person", ("grower",)),
    "wage": ("person", ("worker",)),
    "collective_revenue": ("village", ()),
    "collective_cost": ("village", ()),
}
WORDS = {
    ("households", "category"): "general minimum_living_allowance extreme_hardship",
    ("households", "main_cause"): "illness disability schooling disaster land water skills labour "
                                  "capital transport motivation other",
    ("persons", "relation"): "head spouse child parent grandchild other",
    ("persons", "sex"): "male female",
    ("projects", "pillar"): "industry party_building volunteer_service ambition_and_skill",
    ("projects", "model"): "platform_free_range contract_farming other",
    ("participations", "role"): "free_range worker grower",
    ("ledger", "kind"): " ".join(PAID_KINDS),
}
KEYS = {"counties": "county", "villages": "county village", "households": "county household",
        "persons": "county person", "projects": "programme project",
        "participations": "county participation", "ledger": "county ledger_entry",
        "postings": "county posting", "facilities": "county facility", "cases": "county case"}


def _keys(records, name):
    return [tuple(row[column] for column in KEYS[name].split())
            for row in getattr(records, name)]


def _words_and_dates(records):
    for (name, column), words in WORDS.items():
        for row in getattr(records, name):
            if row[column] not in words.split():
                yield f"{name}: {column} {row[column]}"
    for name in KEYS:
        for row in getattr(records, name):
            for column, value in row.items():
                if column.split("_")[-1] == "date" and value:
                    datetime.date.fromisoformat(value)


def _unique(records):
    for name in KEYS:
        for key, count in collections.Counter(_keys(records, name)).items():
            if count > 1:
                yield f"{name}: {key} occurs {count} times"


def _parents(records):
    villages, households = set(_keys(records, "villages")), set(_keys(records, "households"))
    persons = set(_keys(records, "persons"))
    for h in records.households:
        if (h["county"], h["village"]) not in villages:
            yield f"household {h['household']}: unknown village"
    for p in records.persons:
        if (p["county"], p["household"]) not in households:
            yield f"person {p['person']}: unknown household"
    for f in records.facilities:
        if (f["county"], f["village"]) not in villages:
            yield f"facility {f['facility']}: unknown village"
    for p in records.postings:
        if p["place"] != p["county"] and (p["county"], p["place"]) not in villages:
            yield f"posting {p['posting']}: unknown place"
    for key in [(c["county"], c["person"]) for c in records.cases]:
        if key not in persons:
            yield f"case of {key}: unknown person"
    for p in records.participations:
        if (p["county"], p["participant"]) not in persons | households:
            yield f"participation {p['participation']}: unknown participant"


def _register_dates(records):
    left = {}
    for h in records.households:
        left[h["county"], h["household"]] = h["departure_date"] or "9999"
        if h["lift_date"] and not h["register_date"] < h["lift_date"]:
            yield f"household {h['household']}: lifted before it was registered"
        if h["departure_date"] and not h["register_date"] < h["departure_date"]:
            yield f"household {h['household']}: left before it was registered"
    for p in records.participations:
        household = left[p["county"], p["participant"].split("/")[0]]
        if not p["start_date"] <= (p["end_date"] or p["start_date"]) < household:
            yield f"participation {p['participation']}: ends too early or too late"


def _identity_numbers(records):
    seen = set()
    for p in (p for p in records.persons if p["id_number"]):
        number = p["id_number"][:18]
        value = sum((10 if c == "X" else int(c)) * pow(2, 17 - i, 11)
                    for i, c in enumerate(number))
        fits = (value % 11 == 1 and number[14:16] == "99" and number[6:10] == p["birth_year"]
                and (int(number[16]) % 2 == 1) == (p["sex"] == "male")
                and len(p["id_number"]) in (18, 20) and number not in seen)
        seen.add(number)
        if not fits:
            yield f"person {p['person']}: identity number"


def _looks_like(reference):
    return "person" if "/" in reference else "village" if reference.isdigit() else "household"


def _paid_are_enrolled(records):
    villages, enrolled = set(_keys(records, "villages")), collections.defaultdict(list)
    for p in records.participations:
        enrolled[p["county"], p["project"], p["participant"]].append(p)
    for e in records.ledger:
        kind, roles = PAID_KINDS[e["kind"]]
        who = (e["county"], e["project"], e["counterparty"])
        fits = _looks_like(e["counterparty"]) == kind and (
            (e["county"], e["counterparty"]) in villages if kind == "village" else
            any(p["role"] in roles and p["start_date"] <= e["date"] <= (p["end_date"] or "9999")
                for p in enrolled[who]))
        if not fits:
            yield f"ledger {e['county']} {e['ledger_entry']}: counterparty not enrolled"


def _reversals(records):
    entries, reversed_keys = {}, set()
    for e in records.ledger:
        key = (e["county"], e["reverses"])
        if e["reverses"]:
            mirrored = entries.get(key)
            same = ("project", "kind", "amount_yuan", "counterparty")
            if (not mirrored or mirrored["reverses"] or key in reversed_keys
                    or mirrored["date"] > e["date"] or any(mirrored[c] != e[c] for c in same)):
                yield f"ledger {e['county']} {e['ledger_entry']}: does not mirror its entry"
            reversed_keys.add(key)
        entries[e["county"], e["ledger_entry"]] = e


def _order(records):
    days = [(e["county"], e["date"], e["ledger_entry"]) for e in records.ledger]
    if days != sorted(days):
        yield "ledger: not in order of county and day"
    households = list(dict.fromkeys((p["county"], p["household"]) for p in records.persons))
    if households != _keys(records, "households"):
        yield "persons: not grouped by household"


def _shape(records):
    """What makes the sample worth testing with."""
    days = {(e["county"], e["ledger_entry"]): e["date"] for e in records.ledger}
    reversals = [e for e in records.ledger if e["reverses"]]
    over_new_year = [e for e in reversals if days[e["county"], e["reverses"]] <= "2018-12-31"
                     < e["date"]]
    last = "2020-12-31"
    in_both = (participants(records, last, "cattle") + participants(records, last, "eucommia")
               - participants(records, last))
    missing = sum(not p["id_number"] for p in records.persons) / len(records.persons)
    wanted = {
        "about 40 villages": len(records.villages) == 40,
        "700 households": len(records.households) == 700,
        "about 2,600 persons": 2500 <= len(records.persons) <= 2700,
        "5,000 to 7,000 amounts": 5000 <= len(records.ledger) <= 7000,
        "12 reversals": len(reversals) >= 12,
        "a reversal after 2018 of an entry before": bool(over_new_year),
        "about 30 in both projects": 28 <= in_both <= 36,
        "about a third without identity number": 0.30 <= missing <= 0.37,
        "about 20 households that left": 18 <= sum(
            bool(h["departure_date"]) for h in records.households) <= 22,
    }
    yield from (f"shape: not {name}" for name, holds in wanted.items() if not holds)


def _bytes(folder):
    size = 0
    for path in sorted(folder.glob("*.csv")):
        content = path.read_bytes()
        size += len(content)
        if content.startswith(b"\xef\xbb\xbf") or b"\r" in content or not content.endswith(b"\n"):
            yield f"{path.name}: byte order mark, carriage return or no end of line"
    if size > BYTES_MAX:
        yield f"{size} bytes in all"


def violations(records, folder):
    """Everything that does not hold, one line each."""
    for rule in (_words_and_dates, _unique, _parents, _register_dates, _identity_numbers,
                 _paid_are_enrolled, _reversals, _order, _shape):
        yield from rule(records)
    yield from _bytes(folder)
