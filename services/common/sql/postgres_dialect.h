// The SQL of stores and schemas, which is written once, as PostgreSQL takes it. Pure: texts in,
// texts out. What the two databases agree on is left alone; what stores must not use stands in
// DECISIONS.md.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_DIALECT_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_DIALECT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bangfu::sql {

// ?1 becomes $1; INTEGER, TEXT, BLOB and REAL become bigint, text COLLATE "C" (bytewise, as SQLite
// compares), bytea and double precision; STRICT, WITHOUT ROWID and INDEXED BY go. Literals and
// comments stay.
std::string ToPostgres(std::string_view sql);

// The statements of a script, each as ToPostgres has it. Citus takes one that concerns its tables
// only by itself.
std::vector<std::string> StatementsForPostgres(std::string_view script);

// An INSERT of one row of parameters ?1 to ?n in that order, which may be sent together with
// others.
struct RowInsert {
  enum class OnConflict {
    kFail,    // no clause, or DO NOTHING: collected with others, a row that stands there is found
              // by the database's own error or by the number of rows
    kUpdate,  // DO UPDATE
  };

  std::string into;  // "journal_entry (county, seq, entry, leaf_hash)"
  int columns = 0;
  OnConflict on_conflict = OnConflict::kFail;
  std::string tail;  // the clause in PostgreSQL's form; empty when there is none

  // COPY ... FROM STDIN of rows in binary form; not for kUpdate.
  std::string CopySql() const;
  // INSERT of so many rows, with $1 to $(rows * columns).
  std::string ValuesSql(int rows) const;
};

// Nothing when the statement is no such INSERT.
std::optional<RowInsert> ParseRowInsert(std::string_view sql);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_DIALECT_H_
