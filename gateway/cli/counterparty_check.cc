#include "gateway/cli/counterparty_check.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

#include "gateway/cli/cell_values.h"
#include "gateway/cli/import_error.h"
#include "services/common/names/names.h"

namespace bangfu::cli {
namespace {

constexpr std::string_view kNothing = "nothing";
constexpr std::string_view kVillage = "a village";
constexpr std::string_view kHousehold = "a household";
constexpr std::string_view kPerson = "a person";

std::string_view SortOf(std::string_view name) {
  if (name.empty()) return kNothing;
  if (names::VillageName::Parse(name)) return kVillage;
  return names::PersonName::Parse(name) ? kPerson : kHousehold;
}

// Empty for a kind that is not known here, which the service judges.
std::string_view SortFor(projects::v1::LedgerKind kind) {
  switch (kind) {
    case projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT:
    case projects::v1::LEDGER_KIND_HOUSEHOLD_COST:
      return kHousehold;
    case projects::v1::LEDGER_KIND_COLLECTIVE_REVENUE:
    case projects::v1::LEDGER_KIND_COLLECTIVE_COST:
      return kVillage;
    case projects::v1::LEDGER_KIND_PERSON_SETTLEMENT:
    case projects::v1::LEDGER_KIND_WAGE:
      return kPerson;
    default:
      return {};
  }
}

std::string_view ExampleOf(std::string_view sort) {
  if (sort == kVillage) return "the 12 digits of a village";
  return sort == kPerson ? "a person such as H0001/1" : "a household such as H0001";
}

}  // namespace

void CheckCounterparty(const projects::v1::LedgerEntry& entry, const FileSpec& spec,
                       std::vector<CellProblem>& problems) {
  const std::string_view found = SortOf(entry.counterparty());
  const std::string_view expected = SortFor(entry.kind());
  if (expected.empty() || found == expected) return;
  const std::string kind = EnumText(entry.kind(), *projects::v1::LedgerKind_descriptor());
  problems.push_back({FindColumn(spec, "counterparty"),
                      FoundExpected(found, absl::StrCat(std::string(ExampleOf(expected)),
                                                        " for the kind ", kind))});
}

}  // namespace bangfu::cli
