#include "gateway/cli/render_status.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "services/common/text/digits.h"

namespace bangfu::cli {
namespace {

using gateway::v1::ServiceStatus;
using gateway::v1::SuiteStatus;
using journal::v1::TreeHead;

constexpr size_t kRootDigits = 16;
constexpr const char* kNotKnown = "—";

std::string StatusCsv(const SuiteStatus& status) {
  TextTable table({{"service"},
                   {"serving"},
                   {"version"},
                   {"problem"},
                   {"journal"},
                   {"county"},
                   {"entries"},
                   {"root_hash"},
                   {"reporting_behind_entries"}});
  const std::string behind = status.has_reporting_behind_entries()
                                 ? std::to_string(status.reporting_behind_entries())
                                 : std::string();
  for (const ServiceStatus& service : status.services()) {
    const auto add = [&](const std::string& journal, const std::string& county,
                         const std::string& entries, const std::string& root) {
      table.Add({service.service(), service.serving() ? "true" : "false", service.version(),
                 service.problem(), journal, county, entries, root, behind});
    };
    for (const TreeHead& head : service.tree_heads()) {
      add(head.journal(), head.county(), std::to_string(head.size()),
          absl::BytesToHexString(head.root_hash()));
    }
    if (service.tree_heads().empty()) add("", "", "", "");
  }
  return table.RenderCsv();
}

// A service that told its heads told its version with them.
bool ToldHeads(const ServiceStatus& service) { return !service.version().empty(); }

std::string BehindText(const SuiteStatus& status) {
  if (!status.has_reporting_behind_entries()) {
    return absl::StrCat("reporting is ", kNotKnown, " entries behind: not every service answered");
  }
  const int64_t behind = status.reporting_behind_entries();
  if (behind == 0) return "reporting has applied every entry";
  return absl::StrCat("reporting is ", text::GroupDigits(behind),
                      behind == 1 ? " entry" : " entries", " behind");
}

std::string CacheText(const SuiteStatus& status) {
  if (!status.has_sheet_cache()) return {};
  const gateway::v1::SheetCacheStatus& cache = status.sheet_cache();
  const int missing = cache.copy_count() - cache.watched_copy_count();
  return absl::StrCat(
      "the gateway keeps ", text::GroupDigits(cache.sheet_count()),
      cache.sheet_count() == 1 ? " sheet, " : " sheets, ", text::GroupDigits(cache.size_bytes()),
      " bytes; ", text::GroupDigits(cache.hit_count()), " of ",
      text::GroupDigits(cache.hit_count() + cache.miss_count()), " look-ups found theirs\n",
      missing == 0 ? ""
                   : absl::StrCat("it cannot watch ", missing, " of ", cache.copy_count(),
                                  " processes: until it does, each sheet is made "
                                  "for its caller alone\n"));
}

}  // namespace

bool AllServe(const SuiteStatus& status) {
  return std::all_of(status.services().begin(), status.services().end(),
                     [](const ServiceStatus& service) { return service.serving(); });
}

std::string RenderStatus(const SuiteStatus& status, Output output) {
  if (output == Output::kCsv) return StatusCsv(status);
  TextTable services({{"service"},
                      {"state"},
                      {"version"},
                      {"entries", text::Align::kRight},
                      {"heads", text::Align::kRight},
                      {"problem"}});
  TextTable heads({{"service"},
                   {"journal"},
                   {"county"},
                   {"entries", text::Align::kRight},
                   {"root (first 16 digits)"}});
  for (const ServiceStatus& service : status.services()) {
    int64_t entries = 0;
    for (const TreeHead& head : service.tree_heads()) {
      entries += head.size();
      heads.Add({service.service(), head.journal(), head.county(), text::GroupDigits(head.size()),
                 absl::BytesToHexString(head.root_hash()).substr(0, kRootDigits)});
    }
    const auto number = [told = ToldHeads(service)](int64_t value) {
      return told ? text::GroupDigits(value) : std::string(kNotKnown);
    };
    services.Add({service.service(), service.serving() ? "serving" : "NOT SERVING",
                  service.version(), number(entries), number(service.tree_heads_size()),
                  service.problem()});
  }
  std::string text = services.Render();
  if (!heads.empty()) text += "\n" + heads.Render();
  return text + "\n" + BehindText(status) + "\n" + CacheText(status);
}

}  // namespace bangfu::cli
