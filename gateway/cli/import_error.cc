#include "gateway/cli/import_error.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "gateway/cli/privacy.h"

namespace bangfu::cli {

std::string FoundExpected(std::string_view found, std::string_view expected) {
  std::string message = "found ";
  return message.append(found).append(", expected ").append(expected);
}

std::string FormatError(const ImportError& error) {
  return error.file + ":" + std::to_string(error.row) + ":" + error.column + ": " + error.message;
}

void ErrorList::Add(ImportError error) {
  if (full()) {
    ++left_out_;
  } else {
    error.message = HidePersonal(error.message);
    kept_.push_back(std::move(error));
  }
}

std::vector<ImportError> ErrorList::Sorted() const {
  std::vector<ImportError> sorted = kept_;
  const auto place = [](const ImportError& error) {
    return std::tie(error.file_order, error.file, error.row, error.column_order);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const ImportError& a, const ImportError& b) { return place(a) < place(b); });
  return sorted;
}

}  // namespace bangfu::cli
