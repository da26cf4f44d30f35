// What lists show of personal fields: enough to tell two entries of one village apart, too little
// to know who it is.
#ifndef BANGFU_SERVICES_COMMON_SEAL_MASK_H_
#define BANGFU_SERVICES_COMMON_SEAL_MASK_H_

#include <string>
#include <string_view>

namespace bangfu::seal {

// The first character and at most two stars, so that a long name does not stand out by its length:
// "刘安富" -> "刘**", "王五" -> "王*". A name of one character, or one that is not UTF-8, is "*";
// an empty one stays empty.
std::string MaskName(std::string_view name);

// The first three and the last two of the 18 characters, "110*************2X": county, date of
// birth and sequence are hidden. The last two digits of a disability certificate (20) tell kind and
// grade of the disability, so it is shown like the identity number that it begins with. Anything of
// another length or with other characters: 18 stars; an empty number stays empty.
std::string MaskIdNumber(std::string_view number);

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_MASK_H_
