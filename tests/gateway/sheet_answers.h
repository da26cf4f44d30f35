// What the three services answer about one small programme, for tests of all that is made of it.
#ifndef BANGFU_TESTS_GATEWAY_SHEET_ANSWERS_H_
#define BANGFU_TESTS_GATEWAY_SHEET_ANSWERS_H_

#include <cstdint>
#include <string>

#include "gateway/answers.h"

namespace bangfu::gateway {

// programmes/cetc-2020 on 2020-12-31, in Chinese.
SheetQuestion SampleQuestion();

// Two counties, one facility, one attestation, two figures, one case whose consent covers all.
// Reporting has applied just what households and projects have.
SheetAnswers SampleAnswers();

// Households tells that it does not list so many cases of a county ("510524").
void LeaveOut(const std::string& county, int32_t count, SheetAnswers& answers);

}  // namespace bangfu::gateway

#endif  // BANGFU_TESTS_GATEWAY_SHEET_ANSWERS_H_
