// Any text as an amount, a date, a code: what parses, prints in its one form and parses again.
#include "services/common/codes/credit_code.h"
#include "services/common/codes/division_code.h"
#include "services/common/codes/id_number.h"
#include "services/common/date/date.h"
#include "services/common/money/money.h"
#include "services/common/text/utf8.h"
#include "services/common/text/width.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bangfu;
  using fuzz::Require;
  const std::string_view text = fuzz::AsText(data, size);
  if (const auto date = date::ParseDate(text); date.ok()) {
    Require(date::FormatDate(*date) == text, "a date has one spelling");
  }
  if (const auto fen = money::ParseYuan(text); fen.ok()) {
    Require(*fen >= 0, "an amount is not negative");
    Require(money::ParseYuan(money::FormatYuanPlain(*fen)).value() == *fen, "an amount reads back");
  }
  if (codes::ValidateIdNumber(text).ok())
    Require(size == 18 || size == 20, "an ID number's length");
  if (codes::ValidateCountyCode(text).ok()) Require(size == 6, "a county code's length");
  if (codes::ValidateCreditCode(text).ok()) Require(size == 18, "a credit code's length");
  if (!text::ValidateUtf8(text)) {
    Require(text::DisplayWidth(text) <= 2 * size, "a text's width");
  }
  return 0;
}
