// What a journal entry states, read from its bytes by the client itself, so that an explanation can
// be held against the record and not against the service that gave it.
#ifndef BANGFU_GATEWAY_CLI_ENTRY_FACTS_H_
#define BANGFU_GATEWAY_CLI_ENTRY_FACTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/reporting/v1/catalogue.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "google/type/date.pb.h"

namespace bangfu::cli {

// One fact that an entry states.
struct StatedFact {
  reporting::v1::FactKind kind;
  google::type::Date date;
  std::string subject;
  std::string facet;
  int64_t amount_fen = 0;  // of money; negative for a reversal
  int sign = 1;            // -1 for a reversal
  std::string document;
  std::string project;  // name of the project, where it has one
  std::string pillar;   // name of its pillar
};

struct StatedEntry {
  journal::v1::Entry entry;
  std::string record;  // name of the record
  std::vector<StatedFact> facts;
};

// Errors: as EntryParser::Parse().
absl::StatusOr<StatedEntry> ReadEntry(std::string_view bytes);

// What is wrong with an explanation's claim about an entry, held against what the entry states and
// what the figure is of; empty when nothing is. `term` is the term of the formula it is said to
// stand in.
std::string FlawOfClaim(const reporting::v1::ExplainedEntry& claim, const StatedEntry& stated,
                        const reporting::v1::Figure& figure, const reporting::v1::Term& term);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_ENTRY_FACTS_H_
