// Which journals a sheet stands on, and how far reporting is behind them.
#ifndef BANGFU_GATEWAY_HEADS_H_
#define BANGFU_GATEWAY_HEADS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "bangfu/journal/v1/journal.pb.h"
#include "gateway/answers.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace bangfu::gateway {

using TreeHeads = google::protobuf::RepeatedPtrField<journal::v1::TreeHead>;

// The partitions of the programme, sorted: 000000 and the designated counties by projects' answer
// (without one, the counties of reporting's). Empty when neither answered: nobody knows. The views
// are the answers'.
std::vector<std::string_view> PartitionsOf(const SheetAnswers& answers);

// The positions that households or projects had reached, in those partitions, and reporting had
// not when it answered. Empty when reporting does not lack anything.
std::vector<journal::v1::JournalPosition> WhatReportingLacks(const SheetAnswers& answers);

// How many entries of the journals with the heads `own` have not been applied.
int64_t EntriesBehind(const TreeHeads& own, const TreeHeads& applied);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_HEADS_H_
