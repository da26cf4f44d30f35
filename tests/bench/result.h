// One line of the table: what was measured, over how much, against what baseline in the same run.
#ifndef BANGFU_TESTS_BENCH_RESULT_H_
#define BANGFU_TESTS_BENCH_RESULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bangfu::bench {

struct Result {
  std::string name;
  // Absent: it could not be measured here, and `note` says why.
  std::optional<double> value;
  std::string unit;
  std::optional<double> baseline;  // in the same unit; absent: there is none
  std::string against;             // what the baseline is; where there is none: why
  std::string size;                // over how much: "10,000 households"
  std::string method;              // repetitions, warm-up, what is timed
  std::string note;                // what else is to be known
  int64_t households = 0;          // where the line is one of a growth; else 0
  bool by_size_alone = false;      // another measurement has the line of this name

  // Absent without both.
  std::optional<double> Ratio() const;
};

// What a line of this name must reach; empty when nothing is asked of it.
std::string RequirementOf(const std::string& name);

// Whether it does; nothing when nothing is asked of it, or it was not measured.
std::optional<bool> Reaches(const Result& result);

// How a line grows with the size of the register.
struct Growth {
  std::string like;  // the line that was measured at several sizes; often of the same name
  std::string why;   // in words: why another line stands for it, or why there is none
};
Growth GrowthOf(const std::string& name);

// "12,345".
std::string GroupedDigits(int64_t number);

// For people.
std::string RenderTable(const std::vector<Result>& results);
// A list of objects with the fields of Result, ratio, requirement, reached, grows_like and growth;
// null for what is absent.
std::string RenderJson(const std::vector<Result>& results);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_RESULT_H_
