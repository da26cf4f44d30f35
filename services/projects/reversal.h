// What a reversal is: the mirror of an entry of the ledger, under a name of its own. Pure.
#ifndef BANGFU_SERVICES_PROJECTS_REVERSAL_H_
#define BANGFU_SERVICES_PROJECTS_REVERSAL_H_

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/records/fields.h"

namespace bangfu::projects {

// Adds a REVERSAL_MISMATCH violation for each way in which `reversal`, which names `entry` as what
// it reverses, is not its mirror: same project, kind, amount and counterparty, a date not before
// the entry's; and an entry that is itself a reversal has none. Both have valid fields.
void CheckMirror(const v1::LedgerEntry& reversal, const v1::LedgerEntry& entry,
                 records::FieldChecker& check);

// The mirror of `entry`; name, date and document are the caller's to set.
v1::LedgerEntry MirrorOf(const v1::LedgerEntry& entry);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_REVERSAL_H_
