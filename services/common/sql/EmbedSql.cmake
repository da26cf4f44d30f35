# bangfu_embed_sql(TARGET NAMESPACE FILES...)
#   Compiles numbered migrations (schema/0001_name.sql, ...) into TARGET as the function
#   std::span<const bangfu::sql::Migration> NAMESPACE::Migrations(), which the service declares in
#   a header of its own. The numbers run from 1 without a gap, in the order given.
# Run as a script (-DOUTPUT= -DNAMESPACE= -DFILES=a|b), this file writes that source.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(BANGFU_EMBED_SQL_SCRIPT ${CMAKE_CURRENT_LIST_FILE} CACHE INTERNAL "")

  function(bangfu_embed_sql target namespace)
    set(files)
    foreach(file IN LISTS ARGN)
      cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
      list(APPEND files ${file})
    endforeach()
    list(JOIN files "|" joined)
    string(REPLACE "::" "_" tag ${namespace})
    set(object ${target}_${tag}_migrations)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${object}.cc)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${namespace} -DFILES=${joined}
              -P ${BANGFU_EMBED_SQL_SCRIPT}
      DEPENDS ${files} ${BANGFU_EMBED_SQL_SCRIPT}
      COMMENT "Generating the migrations of ${target}"
      VERBATIM)
    # An object library, because a target of another folder cannot see this generated file.
    add_library(${object} OBJECT ${output})
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${object}>)
  endfunction()
  return()
endif()

string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
set(expected 0)
foreach(file IN LISTS FILES)
  math(EXPR expected "${expected} + 1")
  cmake_path(GET file STEM name)
  if(NOT name MATCHES "^0*([0-9]+)_" OR NOT CMAKE_MATCH_1 EQUAL expected)
    message(FATAL_ERROR "${file}: expected migration number ${expected} in front of the name")
  endif()
  file(READ "${file}" text)
  string(APPEND entries "    {${expected}, \"${name}\", R\"bangfu(${text})bangfu\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from schema/*.sql; not to be edited.
#include <span>

#include \"services/common/sql/migration.h\"

namespace ${NAMESPACE} {

std::span<const ::bangfu::sql::Migration> Migrations();

std::span<const ::bangfu::sql::Migration> Migrations() {
  static constexpr ::bangfu::sql::Migration kMigrations[] = {
${entries}  };
  return kMigrations;
}

}  // namespace ${NAMESPACE}
")
