#include "gateway/cli/entry_parser.h"

#include <string>

#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

std::string EntryBytes(const std::string& journal, const google::protobuf::Message& event,
                       int64_t seq = 0) {
  journal::v1::Entry entry;
  entry.set_journal(journal);
  entry.set_seq(seq);
  entry.set_event(event.SerializeAsString());
  return entry.SerializeAsString();
}

households::v1::Event CaseRecorded(const std::string& name) {
  households::v1::Event event;
  event.mutable_case_recorded()->set_name(name);
  return event;
}

projects::v1::Event ProjectRecorded(const std::string& name) {
  projects::v1::Event event;
  event.mutable_project_recorded()->set_name(name);
  return event;
}

TEST(EntryParser, NothingOfAnEntryIsLeftInTheNext) {
  EntryParser parser;
  ASSERT_TRUE(parser.Parse(EntryBytes("households", CaseRecorded("c"), 7)).ok());
  EXPECT_EQ(parser.entry().seq(), 7);
  EXPECT_EQ(parser.households_event()->case_recorded().name(), "c");
  EXPECT_EQ(parser.projects_event(), nullptr);

  ASSERT_TRUE(parser.Parse(EntryBytes("projects", ProjectRecorded("p"))).ok());
  EXPECT_EQ(parser.entry().seq(), 0);
  EXPECT_EQ(parser.households_event(), nullptr);
  EXPECT_EQ(parser.projects_event()->project_recorded().name(), "p");

  ASSERT_TRUE(parser.Parse(EntryBytes("projects", ProjectRecorded(""))).ok());
  EXPECT_EQ(parser.projects_event()->project_recorded().name(), "");
}

TEST(EntryParser, AnEventAmissIsNotExcusedByTheOneBeforeIt) {
  EntryParser parser;
  ASSERT_TRUE(parser.Parse(EntryBytes("projects", ProjectRecorded("p"))).ok());
  EXPECT_EQ(parser.Parse(EntryBytes("projects", projects::v1::Event())).code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(parser.Parse("").code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(parser.Parse(EntryBytes("projects", ProjectRecorded("p"))).ok());
}

TEST(EntryParser, AForeignJournalIsRefused) {
  EXPECT_EQ(EntryParser().Parse(EntryBytes("reporting", ProjectRecorded("p"))).code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace bangfu::cli
