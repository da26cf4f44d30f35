// Holds an explanation of a figure against the sheet and the journals, entry by entry.
#ifndef BANGFU_GATEWAY_CLI_FIGURE_VERIFIER_H_
#define BANGFU_GATEWAY_CLI_FIGURE_VERIFIER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "gateway/cli/entry_proofs.h"
#include "gateway/cli/figure_sum.h"
#include "gateway/cli/verdict.h"

namespace bangfu::cli {

// The figure of this id on the sheet, a case's included; nullptr when there is none.
const gateway::v1::SheetFigure* FindFigure(const gateway::v1::AchievementSheet& sheet,
                                           std::string_view id);

class FigureVerifier {
 public:
  // `sheet` and `figure`, which is on it, must outlive this.
  FigureVerifier(const gateway::v1::AchievementSheet& sheet, const gateway::v1::SheetFigure& figure,
                 const reporting::v1::ExplainFigureResponse& first_page, ProveEntries prove);

  // Checks the entries of a page. The Status is of the connection.
  absl::Status AddPage(const reporting::v1::ExplainFigureResponse& page);

  // After the last page: one verdict for each kind of check.
  std::vector<Verdict> Verdicts() const;

 private:
  void CheckHeads(const gateway::v1::AchievementSheet& sheet,
                  const reporting::v1::ExplainFigureResponse& page);
  void CheckClaim(const reporting::v1::ExplainedEntry& claim, const std::string& bytes);
  Verdict ValueVerdict() const;

  const gateway::v1::SheetFigure& on_sheet_;
  const reporting::v1::Figure explained_;
  const reporting::v1::Formula formula_;
  FigureSum sum_;
  EntryProofs proofs_;
  Tally heads_;
  Tally claims_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_FIGURE_VERIFIER_H_
