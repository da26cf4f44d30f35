// An explanation as output, page by page: for people, as one JSON document, or as CSV of its
// entries. Not where pages come from.
#ifndef BANGFU_GATEWAY_CLI_EXPLAIN_TEXT_H_
#define BANGFU_GATEWAY_CLI_EXPLAIN_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "gateway/cli/text_table.h"
#include "gateway/cli/verdict.h"

namespace bangfu::cli {

// What is told of one entry.
struct EntryRow {
  std::string part;
  std::string kind;
  std::string date;
  std::string subject;
  std::string quantity;
  std::string document;
  std::string record;
  journal::v1::EntryRef entry;
};

// Rows as a table or CSV; the column headings come when `first`.
std::string RenderEntryRows(const std::vector<EntryRow>& rows, std::string_view language,
                            Output output, bool first);

class ExplanationText {
 public:
  ExplanationText(Output output, std::string_view language)
      : output_(output), language_(language) {}

  // The figure, its formula, numerator and denominator.
  std::string Begin(const gateway::v1::SheetFigure& on_sheet,
                    const reporting::v1::ExplainFigureResponse& first_page);
  // The entries of a page.
  std::string Page(const reporting::v1::ExplainFigureResponse& page);
  // The end, with what was verified, if anything was.
  std::string End(const std::vector<Verdict>& verdicts) const;

 private:
  std::string Heading(const gateway::v1::SheetFigure& on_sheet,
                      const reporting::v1::ExplainFigureResponse& first_page) const;
  EntryRow RowOf(const reporting::v1::ExplainedEntry& entry) const;

  const Output output_;
  const std::string language_;
  reporting::v1::Formula formula_;
  bool any_entry_ = false;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_EXPLAIN_TEXT_H_
