#include "gateway/cli/batch_reader.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

#include "gateway/cli/records_of.h"
#include "services/common/journal/merkle_hash.h"

namespace bangfu::cli {
namespace {

// A batch is cut here, too: a message may have 4 MiB.
constexpr size_t kBatchBytesMax = 1024 * 1024;
constexpr size_t kRequestIdHexDigits = 32;

// A request_id is stored and shown, so it is made of the public fields alone: from a hash over a
// debt or an identity number that number could be found by trying.
std::string RequestId(const std::string& public_bytes, const std::string& county) {
  return journal::ToHex(journal::Sha256(public_bytes)).substr(0, kRequestIdHexDigits) + "-" +
         county;
}

}  // namespace

const google::protobuf::Message& RecordAt(const RecordBatch& batch, int index) {
  return WithRequest(
      batch.spec->service, *batch.request,
      [&](auto& request) -> const google::protobuf::Message& { return request.records(index); });
}

RecordBatch Piece(const RecordBatch& batch, int begin, int end) {
  RecordBatch piece;
  piece.spec = batch.spec;
  piece.file_order = batch.file_order;
  piece.rows.assign(batch.rows.begin() + begin, batch.rows.begin() + end);
  piece.request = NewRequest(batch.spec->service);
  WithRequest(batch.spec->service, *piece.request, [&](auto& request) {
    using Request = std::remove_reference_t<decltype(request)>;
    const auto& whole = static_cast<const Request&>(*batch.request);
    request.set_request_id(whole.request_id());
    request.set_county(whole.county());
    request.set_validate_only(whole.validate_only());
    for (int i = begin; i < end; ++i) *request.add_records() = whole.records(i);
  });
  return piece;
}

BatchReader::BatchReader(const PlannedFile& file, int batch_size, bool validate_only)
    : file_(file),
      batch_size_(batch_size),
      validate_only_(validate_only),
      unheard_(0),
      table_(*file.spec, file.order, OpenPlanned(file), unheard_),
      mapper_(*file.spec),
      record_(NewRecord(file.spec->service)) {}

// Maps the next good row into record_; false at the end.
bool BatchReader::Advance() {
  while (table_.Next()) {
    record_->Clear();
    problems_.clear();
    if (mapper_.Map(table_.cells(), *record_, problems_)) return true;
  }
  return false;
}

bool BatchReader::Fits(const RecordBatch& batch) const {
  return batch.rows.empty() ||
         (mapper_.county() == batch_county_ && static_cast<int>(batch.rows.size()) < batch_size_ &&
          batch_bytes_ < kBatchBytesMax);
}

void BatchReader::Take(RecordBatch& batch, std::string& public_bytes) {
  batch_county_ = mapper_.county();
  batch.rows.push_back(table_.row());
  for (const std::string_view cell : table_.cells()) batch_bytes_ += cell.size();
  if (!validate_only_) mapper_.AppendPublicBytes(*record_, public_bytes);
  WithRequest(file_.spec->service, *batch.request, [&](auto& request) {
    auto* added = request.add_records();
    added->GetReflection()->Swap(added, record_.get());
  });
}

bool BatchReader::Next(RecordBatch& batch) {
  if (batch.request == nullptr || batch.spec->service != file_.spec->service) {
    batch.request = NewRequest(file_.spec->service);
  }
  batch.request->Clear();
  batch.rows.clear();
  batch.spec = file_.spec;
  batch.file_order = file_.order;
  batch_bytes_ = 0;
  std::string public_bytes;
  if (!waiting_) waiting_ = Advance();
  while (waiting_ && Fits(batch)) {
    Take(batch, public_bytes);
    waiting_ = Advance();
  }
  if (batch.rows.empty()) return false;
  WithRequest(file_.spec->service, *batch.request, [&](auto& request) {
    request.set_request_id(validate_only_ ? "check" : RequestId(public_bytes, batch_county_));
    request.set_county(batch_county_);
    request.set_validate_only(validate_only_);
  });
  return true;
}

}  // namespace bangfu::cli
