#include "services/projects/reversal.h"

#include <string>
#include <string_view>

#include "services/common/date/date.h"
#include "services/common/records/dates.h"

namespace bangfu::projects {
namespace {

using journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH;

void Mismatch(std::string_view field, const std::string& found, const std::string& expected,
              records::FieldChecker& check) {
  check.Add(field, VIOLATION_REASON_REVERSAL_MISMATCH,
            "found " + found + ", expected " + expected + " as in the entry that it reverses");
}

}  // namespace

void CheckMirror(const v1::LedgerEntry& reversal, const v1::LedgerEntry& entry,
                 records::FieldChecker& check) {
  if (!entry.reverses().empty()) {
    check.Add("reverses", VIOLATION_REASON_REVERSAL_MISMATCH,
              "found " + entry.name() +
                  ", which is itself a reversal, expected an entry that is "
                  "none");
    return;
  }
  if (reversal.project() != entry.project()) {
    Mismatch("project", reversal.project(), entry.project(), check);
  }
  if (reversal.kind() != entry.kind()) {
    Mismatch("kind", v1::LedgerKind_Name(reversal.kind()), v1::LedgerKind_Name(entry.kind()),
             check);
  }
  if (reversal.amount_fen() != entry.amount_fen()) {
    Mismatch("amount_fen", std::to_string(reversal.amount_fen()),
             std::to_string(entry.amount_fen()), check);
  }
  if (reversal.counterparty() != entry.counterparty()) {
    Mismatch("counterparty", reversal.counterparty(), entry.counterparty(), check);
  }
  const date::Date day = *records::DateFromProto(reversal.date());
  const date::Date entry_day = *records::DateFromProto(entry.date());
  if (day < entry_day) {
    Mismatch("date", date::FormatDate(day), date::FormatDate(entry_day) + " or a later day", check);
  }
}

v1::LedgerEntry MirrorOf(const v1::LedgerEntry& entry) {
  v1::LedgerEntry mirror = entry;
  mirror.clear_name();
  mirror.clear_date();
  mirror.clear_document();
  mirror.set_reverses(entry.name());
  return mirror;
}

}  // namespace bangfu::projects
