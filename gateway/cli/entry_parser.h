// Reads journal entries from their bytes, one after the other.
#ifndef BANGFU_GATEWAY_CLI_ENTRY_PARSER_H_
#define BANGFU_GATEWAY_CLI_ENTRY_PARSER_H_

#include <string_view>

#include "absl/status/status.h"

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/events.pb.h"

namespace bangfu::cli {

// Parses into the same messages again and again, which takes half the time of fresh ones: keep one
// for many entries.
class EntryParser {
 public:
  // DataLoss when the bytes are no entry, or its event is none of the journal's.
  absl::Status Parse(std::string_view bytes);

  // Of what was parsed last, until the next one. An event is null when the entry is of the other
  // journal.
  const journal::v1::Entry& entry() const { return entry_; }
  const households::v1::Event* households_event() const;
  const projects::v1::Event* projects_event() const;

 private:
  journal::v1::Entry entry_;
  households::v1::Event households_event_;
  projects::v1::Event projects_event_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_ENTRY_PARSER_H_
