// Checks of rows against the programmes and projects of the same directory, which a service cannot
// make before those are written: counties that a programme does not answer for, projects that do
// not run in the row's county.
#ifndef BANGFU_GATEWAY_CLI_PROGRAMME_CHECK_H_
#define BANGFU_GATEWAY_CLI_PROGRAMME_CHECK_H_

#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "bangfu/projects/v1/projects_service.pb.h"
#include "gateway/cli/record_index.h"
#include "gateway/cli/record_mapper.h"

namespace bangfu::cli {

class ProgrammeCheck {
 public:
  // Notes a programme or a project; of any record appends what is wrong with it. `county` is the
  // row's. What is not of this directory is left to the service.
  void Check(const projects::v1::Record& record, std::string_view county, const FileSpec& spec,
             std::vector<CellProblem>& problems);

 private:
  // Names, and names with a county where they are at work.
  class Places {
   public:
    void Add(std::string_view name) { names_.insert(FingerprintOf(name)); }
    void Add(std::string_view name, std::string_view county_name);
    // Whether `name` was added, but not with this county.
    bool Excludes(std::string_view name, std::string_view county_name) const;

   private:
    absl::flat_hash_set<Fingerprint> names_;
    absl::flat_hash_set<Fingerprint> pairs_;
  };

  void CheckProject(const projects::v1::Project& project, const FileSpec& spec,
                    std::vector<CellProblem>& problems);

  Places programmes_;
  Places projects_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_PROGRAMME_CHECK_H_
