#include "gateway/cli/render_records.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "bangfu/projects/v1/projects_service.pb.h"
#include "gateway/cli/record_calls.h"

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(RenderRecords, HasAColumnForEachField) {
  const auto page = Parse<projects::v1::ListLedgerEntriesResponse>(R"pb(
    ledger_entries {
      name: "counties/510524/ledgerEntries/L1"
      kind: LEDGER_KIND_WAGE
      amount_fen: 300000
      date { year: 2020 month: 1 day: 5 }
    }
    next_page_token: "more"
  )pb");
  EXPECT_EQ(RenderRecords(page, Output::kCsv),
            "name,project,kind,amount_yuan,date,counterparty,document,reverses\n"
            "counties/510524/ledgerEntries/L1,,wage,3000.00,2020-01-05,,,\n");
  EXPECT_EQ(NextPageToken(page), "more");
}

TEST(RenderRecords, ShowsListsAndMessagesInACell) {
  const auto page = Parse<projects::v1::ListPostingsResponse>(R"pb(
    postings {
      name: "n"
      honours {
        title: "甲"
        date { year: 2020 month: 1 day: 5 }
        document: "d"
      }
      honours {
        title: "乙"
        date { year: 2020 month: 1 day: 6 }
      }
    }
  )pb");
  EXPECT_THAT(RenderRecords(page, Output::kCsv), HasSubstr("甲@2020-01-05@d;乙@2020-01-06@"));
}

TEST(RenderRecords, CutsLongTextsInATableOnly) {
  projects::v1::ListProjectsResponse page;
  const std::string longer(60, 'x');
  page.add_projects()->add_descriptions()->set_text(longer);
  EXPECT_THAT(RenderRecords(page, Output::kCsv), HasSubstr(longer));
  EXPECT_THAT(RenderRecords(page, Output::kTable), testing::Not(HasSubstr(longer)));
  EXPECT_THAT(RenderRecords(page, Output::kTable), HasSubstr("xxx…"));
}

TEST(KindOfRecord, KnowsARecordByItsName) {
  const struct {
    std::string_view name;
    std::string_view kind;
  } cases[] = {{"counties/510524", "counties"},
               {"counties/510524/households/H1/persons/1", "persons"},
               {"counties/510524/ledgerEntries/L1", "ledger"},
               {"programmes/p1/projects/x", "projects"}};
  for (const auto& c : cases) {
    ASSERT_NE(KindOfRecord(c.name), nullptr) << c.name;
    EXPECT_EQ(KindOfRecord(c.name)->name, c.kind);
  }
  for (const char* name :
       {"", "x", "counties", "counties/510524/x/1", "counties/510524/villages"}) {
    EXPECT_EQ(KindOfRecord(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace bangfu::cli
