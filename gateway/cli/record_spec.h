// The CSV files of an import as data: which columns each has, in which order the files are
// imported, and which field of which record a column fills. Not how: that is record_mapper.h.
#ifndef BANGFU_GATEWAY_CLI_RECORD_SPEC_H_
#define BANGFU_GATEWAY_CLI_RECORD_SPEC_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace bangfu::cli {

enum class Service { kHouseholds, kProjects };

// "households" or "projects", as the journals are called.
std::string_view ServiceName(Service service);

// How a column's text becomes a value.
enum class Conversion {
  // Parts of names.
  kCounty,    // 510524
  kId,        // 1 to 40 letters, digits, hyphens
  kVillage,   // 510524101227, of the row's county
  kPersonId,  // "1", or "H0001/1" where the column `household` holds H0001
  // Short references within the row's county, made into names.
  kPerson,        // H0001/1
  kParticipant,   // H0001 or H0001/1
  kCounterparty,  // the same, or a village
  kPlace,         // the county's six digits, or a village of it
  // Values.
  kText,
  kIdNumber,  // GB 11643
  kDate,      // 2018-12-31
  kYuan,      // 1234.50, made into fen
  kInteger,
  kEnum,           // lower case without the enum's prefix
  kEnumList,       // separated by ';'
  kLocalized,      // one text in the column's language
  kLocalizedList,  // several, separated by ';'
  kCountyList,     // separated by ';'
  kDesignations,   // 510524@2012-11-01;610826@2013-01-01
  kHonours,        // title@date@document;title@date@
};

// The least and the most that an amount may be, as the services have it.
struct FenRange {
  int64_t min = 0;
  int64_t max = 0;
};

struct Column {
  std::string_view name;
  Conversion conversion;
  // Field in the record, as "consent.grant_date"; empty for what only stands in names.
  std::string_view field = {};
  // Of a reference: the name to make, with other columns in braces. Of a text: its language.
  std::string_view detail = {};
  bool optional = false;
  // Never echoed, and no part of a request_id.
  bool personal = false;
  // Of a kYuan.
  FenRange fen = {};
};

struct FileSpec {
  std::string_view file;  // "ledger.csv"
  Service service;
  std::string_view record;  // field of the service's Record: "ledger_entry"
  std::string_view name;    // the record's name, with columns in braces; the last is its id
  std::span<const Column> columns;
  // Whether it has a column `county`; otherwise its partition is 000000.
  bool in_county = true;
};

// All files in the order of import: what is referred to before what refers.
std::span<const FileSpec> FileSpecs();

// Index of the column of this name; -1 when there is none.
int FindColumn(const FileSpec& spec, std::string_view name);

// The index of the column that holds the record's id: the last one in its name.
int IdColumn(const FileSpec& spec);

// Whether the file has a personal column.
bool HasPersonal(const FileSpec& spec);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RECORD_SPEC_H_
