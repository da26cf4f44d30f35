// Makes the sheet out of the three services' answers: a pure function, without network or clock.
// Nothing is computed here, it is chosen, localised and put in order.
#ifndef BANGFU_GATEWAY_ASSEMBLE_H_
#define BANGFU_GATEWAY_ASSEMBLE_H_

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "gateway/answers.h"

namespace bangfu::gateway {

// What a source that did not answer would have told stays empty; the source is named, and the sheet
// marked partial. The same question and answers give the same bytes. Of a case there is just what
// households published of it, and figures of its person only where the consent covers the wage.
v1::AchievementSheet Assemble(const SheetQuestion& question, SheetAnswers answers);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_ASSEMBLE_H_
