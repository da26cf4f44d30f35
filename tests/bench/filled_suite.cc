#include "tests/bench/filled_suite.h"

#include <filesystem>
#include <utility>

#include "services/common/server/client_channel.h"
#include "tests/bench/import_world.h"
#include "tests/bench/sheet_caller.h"

namespace bangfu::bench {
namespace {

constexpr absl::Duration kPatience = absl::Hours(2);

}  // namespace

FilledSuite::FilledSuite(std::unique_ptr<Suite> suite)
    : suite_(std::move(suite)), channel_(server::MakeChannel(suite_->gateway())) {}

absl::StatusOr<std::unique_ptr<FilledSuite>> FilledSuite::StartEmpty(const SuiteOptions& options) {
  absl::StatusOr<std::unique_ptr<Suite>> processes = Suite::Start(options);
  if (!processes.ok()) return processes.status();
  return std::unique_ptr<FilledSuite>(new FilledSuite(*std::move(processes)));
}

absl::StatusOr<std::unique_ptr<FilledSuite>> FilledSuite::Start(const World& world,
                                                                const SuiteOptions& options) {
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite = StartEmpty(options);
  if (!suite.ok()) return suite.status();
  absl::Status status = ImportWorld(world, (*suite)->channel(), {});
  if (status.ok()) status = (*suite)->AwaitReporting();
  if (!status.ok()) return status;
  return suite;
}

// A sheet is never older than what was acknowledged before it was asked for.
absl::Status FilledSuite::AwaitReporting() {
  return SheetCaller(channel_, {}).Ask(kPatience).status();
}

absl::StatusOr<std::map<std::string, double>> FilledSuite::StartAgain() {
  channel_.reset();
  suite_->Stop();
  auto seconds = suite_->StartAgain();
  if (seconds.ok()) channel_ = server::MakeChannel(suite_->gateway());
  return seconds;
}

absl::StatusOr<double> FilledSuite::ReplayReporting() {
  channel_.reset();
  suite_->Stop();
  std::filesystem::remove_all(suite_->DataOf("reporting"));
  const absl::Time begin = absl::Now();
  const auto started = suite_->StartAgain();
  if (!started.ok()) return started.status();
  channel_ = server::MakeChannel(suite_->gateway());
  const auto sheet = SheetCaller(channel_, {}).Ask(kPatience);
  if (!sheet.ok()) return sheet.status();
  double entries = 0;
  for (const gateway::v1::SourceHead& head : sheet->source_heads()) {
    if (head.source() == "reporting") entries += static_cast<double>(head.tree_head().size());
  }
  return entries / absl::ToDoubleSeconds(absl::Now() - begin);
}

}  // namespace bangfu::bench
