// One sheet from the questions to the three services to the assembled answer: the fan-out and what
// joins it. Not here: who asked, and whether the sheet was there already (sheet_service.h).
#ifndef BANGFU_GATEWAY_SHEET_ASSEMBLY_H_
#define BANGFU_GATEWAY_SHEET_ASSEMBLY_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "gateway/answers.h"
#include "gateway/backends.h"
#include "gateway/present_heads.h"
#include "gateway/source_deadline.h"

namespace bangfu::gateway {

struct AssembledSheet {
  v1::AchievementSheet sheet;
  // Of everything that it was made from, also of counties without entries. Nothing for a partial
  // one.
  std::vector<HeadSize> heads;
};

class SheetAssembly {
 public:
  using Done = std::function<void(absl::StatusOr<AssembledSheet>)>;

  // Asks at once; reporting, if it can soon, once it has applied `wait_for`, which may be none.
  // `done` is called once, on a gRPC thread, with the sheet or the error of the call;
  // `backends` outlives that.
  static std::shared_ptr<SheetAssembly> Start(SheetQuestion question,
                                              const std::vector<HeadSize>& wait_for,
                                              SourceDeadlines deadlines, Backends& backends,
                                              Done done);
  virtual ~SheetAssembly() = default;

  // Nobody waits any more: ends what is under way. From any thread.
  virtual void Cancel() = 0;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SHEET_ASSEMBLY_H_
