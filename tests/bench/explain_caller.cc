#include "tests/bench/explain_caller.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "gateway/cli/entry_proofs.h"
#include "gateway/cli/journal_client.h"
#include "gateway/cli/verdict.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {
namespace {

constexpr int kEntries = 100;

}  // namespace

ExplainCaller::ExplainCaller(const std::string& gateway)
    : client_(gateway, absl::Seconds(30)),
      stub_(reporting::v1::ReportingService::NewStub(client_.channel())) {}

absl::StatusOr<ExplainCaller::Times> ExplainCaller::Ask(const std::string& figure,
                                                        ExplainWalk& walk) const {
  reporting::v1::ExplainFigureRequest request;
  request.set_programme(kProgramme);
  request.set_figure(figure);
  request.set_page_size(kEntries);
  request.set_page_token(walk.page_token);
  reporting::v1::ExplainFigureResponse page;
  const auto context = client_.NewContext();
  const absl::Time begin = absl::Now();
  absl::Status status = cli::ToStatus(stub_->ExplainFigure(context.get(), request, &page));
  if (!status.ok()) return status;
  const absl::Time explained = absl::Now();
  if (page.entries_size() != kEntries && !page.next_page_token().empty()) {
    return absl::InternalError(absl::StrCat("a page of ", page.entries_size(), " entries"));
  }
  if (page.entries().empty()) return absl::InternalError("a page without entries");
  if (walk.page_token.empty()) walk.heads.clear();
  for (const journal::v1::TreeHead& head : page.tree_heads()) {
    walk.heads[{head.journal(), head.county()}] = head;
  }
  if (status = Prove(page, walk.heads); !status.ok()) return status;
  walk.page_token = page.next_page_token();
  return Times{absl::ToDoubleMilliseconds(explained - begin),
               absl::ToDoubleMilliseconds(absl::Now() - begin)};
}

absl::Status ExplainCaller::Prove(const reporting::v1::ExplainFigureResponse& page,
                                  const cli::Heads& heads) const {
  std::vector<const journal::v1::EntryRef*> entries;
  for (const auto& explained : page.entries()) entries.push_back(&explained.entry());
  cli::EntryProofs proofs(heads, cli::ProveOver(client_));
  const auto checked = proofs.Check(entries);
  if (!checked.ok()) return checked.status();
  return cli::AllGood(proofs.Verdicts()) ? absl::OkStatus()
                                         : absl::DataLossError("an entry is not proven");
}

}  // namespace bangfu::bench
