// A small directory that imports: two villages' worth of a programme.
#ifndef BANGFU_TESTS_GATEWAY_CLI_IMPORT_FILES_H_
#define BANGFU_TESTS_GATEWAY_CLI_IMPORT_FILES_H_

#include <map>
#include <string>

#include "tests/gateway/cli/temp_directory.h"

namespace bangfu::cli {

// By name; a test changes what it is about and writes them.
using ImportFiles = std::map<std::string, std::string>;

inline ImportFiles GoodFiles() {
  return {
      {"counties.csv",
       "county,title_zh,title_en,prefecture,province\n"
       "510524,叙永县,Xuyong,泸州市,四川省\n"
       "610826,绥德县,Suide,榆林市,陕西省\n"},
      {"villages.csv",
       "county,village,title,township\n"
       "510524,510524101227,高家村,江门镇\n"
       "610826,610826101201,示例村,示例镇\n"},
      {"households.csv",
       "county,household,village,category,main_cause,register_date,lift_date,departure_date,"
       "debt_yuan\n"
       "510524,H1,510524101227,general,illness,2014-01-02,,,5000\n"
       "510524,H2,510524101227,general,skills,2014-01-02,2018-01-02,,\n"
       "610826,H1,610826101201,general,skills,2014-01-02,,,\n"},
      {"persons.csv",
       "county,household,person,full_name,id_number,relation,sex,birth_year,health\n"
       "510524,H1,1,甲,,head,male,1960,\n"
       "510524,H2,1,乙,,head,female,1961,\n"
       "610826,H1,1,丙,,head,male,1962,\n"},
      {"programmes.csv",
       "programme,title_zh,title_en,organisation_zh,organisation_en,guidelines_zh,guidelines_en,"
       "mode_zh,mode_en,designations,start_date,end_date\n"
       "p1,题,Title,单位,,,,,,510524@2012-11-01;610826@2013-01-01,2012-11-01,\n"},
      {"projects.csv",
       "programme,project,title_zh,title_en,description_zh,description_en,pillar,model,counties,"
       "start_date\n"
       "p1,cattle,牛,,,,industry,platform_free_range,510524,2013-01-01\n"},
      {"participations.csv",
       "county,participation,programme,project,participant,role,start_date,end_date,return_date\n"
       "510524,P1,p1,cattle,H1,free_range,2014-02-01,,\n"
       "510524,P2,p1,cattle,H2/1,worker,2014-02-01,,2014-01-20\n"},
      {"ledger.csv",
       "county,ledger_entry,programme,project,kind,amount_yuan,date,counterparty,document,"
       "reverses\n"
       "510524,L1,p1,cattle,household_payout,100.00,2015-01-01,H1,v/1,\n"
       "510524,L2,p1,cattle,household_payout,200.00,2015-01-02,H1,v/2,\n"
       "510524,L3,p1,cattle,household_payout,200.00,2015-01-03,H1,v/3,L2\n"
       "510524,L4,p1,cattle,collective_revenue,1.00,2015-01-04,510524101227,,\n"},
      {"facilities.csv",
       "county,facility,programme,village,title_zh,title_en,service_kinds,open_date\n"
       "510524,F1,p1,510524101227,站,,technical_training,2016-01-01\n"},
  };
}

inline void Write(const ImportFiles& files, const TempDirectory& directory) {
  for (const auto& [name, content] : files) directory.Write(name, content);
}

}  // namespace bangfu::cli

#endif  // BANGFU_TESTS_GATEWAY_CLI_IMPORT_FILES_H_
