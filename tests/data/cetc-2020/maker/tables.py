"""The CSV files: names, columns, order, and how records become lines of them."""

import csv
import io

from maker import texts
from maker.enrolment import make_participations
from maker.ledger import make_ledger
from maker.register import make_households, make_villages

# In the order in which they are imported.
COLUMNS = {
    "counties": "county,title_zh,title_en,prefecture,province",
    "villages": "county,village,title,township",
    "households": "county,household,village,category,main_cause,register_date,lift_date,"
                  "departure_date,debt_yuan",
    "persons": "county,household,person,full_name,id_number,relation,sex,birth_year,health",
    "programmes": "programme,title_zh,title_en,organisation_zh,organisation_en,guidelines_zh,"
                  "guidelines_en,mode_zh,mode_en,designations,start_date,end_date",
    "projects": "programme,project,title_zh,title_en,description_zh,description_en,pillar,model,"
                "counties,start_date",
    "participations": "county,participation,programme,project,participant,role,start_date,"
                      "end_date,return_date",
    "ledger": "county,ledger_entry,programme,project,kind,amount_yuan,date,counterparty,document,"
              "reverses",
    "postings": "county,posting,programme,cadre,place,start_date,end_date,honours,promotion_date",
    "facilities": "county,facility,programme,village,title_zh,title_en,service_kinds,open_date",
    "cases": "county,case,programme,person,title_zh,title_en,story_zh,story_en,begin_year,"
             "consent_grant_date,consent_withdraw_date,consent_document,consent_scopes",
    "attestations": "programme,attestation,project,statement_zh,statement_en,attestor_zh,"
                    "attestor_en,date,document",
}


def _yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def _day(day):
    return day.isoformat() if day else ""


def _household_row(h):
    return (h.county, h.ref, h.village, h.category, h.cause, _day(h.registered), _day(h.lifted),
            _day(h.departed), _yuan(h.debt_fen))


def _person_row(h, p):
    return (h.county, h.ref, p.ref, p.full_name, p.id_number, p.relation, p.sex,
            str(p.birth_year), p.health)


def _participation_rows(participations):
    counts = {}
    for p in participations:
        counts[p.county] = counts.get(p.county, 0) + 1
        yield (p.county, f"P{counts[p.county]:05}", texts.PROGRAMME, p.project, p.party, p.role,
               _day(p.start), _day(p.end), _day(p.returned))


def _ledger_row(e):
    return (e.county, e.ref, texts.PROGRAMME, e.project, e.kind, _yuan(e.fen), _day(e.day), e.party,
            e.document, e.reverses.ref if e.reverses else "")


def _rows():
    villages = make_villages()
    households = make_households(villages)
    participations = make_participations(households)
    return {
        "counties": texts.COUNTIES,
        "villages": [(v.county, v.code, v.title, v.township) for v in villages],
        "households": [_household_row(h) for h in households],
        "persons": [_person_row(h, p) for h in households for p in h.members],
        "programmes": texts.PROGRAMMES,
        "projects": texts.PROJECTS,
        "participations": list(_participation_rows(participations)),
        "ledger": [_ledger_row(e) for e in make_ledger(villages, participations)],
        "postings": texts.POSTINGS,
        "facilities": texts.FACILITIES,
        "cases": texts.CASES,
        "attestations": texts.ATTESTATIONS,
    }


def _csv_bytes(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns.split(","))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def make_files():
    """{file name: bytes} of every CSV file, in order of import."""
    rows = _rows()
    return {f"{name}.csv": _csv_bytes(columns, rows[name]) for name, columns in COLUMNS.items()}
