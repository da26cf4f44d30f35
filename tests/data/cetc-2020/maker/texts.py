"""The rows that are written by hand: few, with words of their own. Columns as in tables.py."""

PROGRAMME = "cetc-2020"

COUNTIES = [
    ("510524", "叙永县", "Xuyong County", "泸州市", "四川省"),
    ("610826", "绥德县", "Suide County", "榆林市", "陕西省"),
]

# Organisation, guidelines, mode and designated counties are those that the organisation published.
PROGRAMMES = [
    (PROGRAMME, "中国电科定点帮扶成绩单", "Achievement sheet of CETC's targeted assistance",
     "中国电子科技集团有限公司", "China Electronics Technology Group Corporation (CETC)",
     "因地制宜;精准扶贫;造血为主;电科特色",
     "suited to local conditions;precise;self-sustaining income first;"
     "with the firm's own strengths",
     "综合党建+特色产业+志愿服务，志智双扶",
     "party building + characteristic industry + volunteer service, "
     "with support of both ambition and skill",
     "510524@2012-11-01;610826@2013-01-01", "2012-11-01", ""),
]

PROJECTS = [
    (PROGRAMME, "cattle", "肉牛养殖（平台+散养）", "Beef cattle (platform + free-range)",
     "养殖场提供牛犊、饲料和防疫，农户分散饲养，到期由养殖场回收；场里另有按月领工资的岗位。",
     "The farm supplies calves, fodder and veterinary care, households raise the animals, and the "
     "farm buys them back; it also offers jobs paid by the month.",
     "industry", "platform_free_range", "510524", "2013-09-01"),
    (PROGRAMME, "eucommia", "杜仲订单式农业", "Eucommia under contract",
     "种植前先定收购数量和价格，收获后按交货量与种植户结算，村集体负责组织和初加工。",
     "Quantity and price are agreed before the season, growers are settled with by what they "
     "deliver, and the village collectives organise the work and the first processing.",
     "industry", "contract_farming", "510524;610826", "2013-10-15"),
]

# county, posting, programme, cadre, place, start, end, honours, promotion
POSTINGS = [
    ("510524", "S01", PROGRAMME, "K01", "510524", "2013-03-01", "2015-02-28",
     "县优秀挂职干部@2014-12-20@honour/2014-01", "2015-06-01"),
    ("510524", "S02", PROGRAMME, "K02", "510524101227", "2014-04-01", "2016-03-31",
     "县优秀驻村干部@2016-01-15@honour/2016-01", ""),
    ("510524", "S03", PROGRAMME, "K04", "510524", "2015-03-16", "2017-03-15",
     "县优秀挂职干部@2016-12-28@honour/2016-02", "2017-09-01"),
    ("510524", "S04", PROGRAMME, "K05", "510524191391", "2016-04-11", "2018-04-10", "", ""),
    ("510524", "S05", PROGRAMME, "K03", "510524", "2016-05-09", "2018-05-08",
     "县优秀挂职干部@2017-12-22@honour/2017-01;市先进个人@2018-03-30@honour/2018-01",
     "2018-10-08"),
    ("510524", "S06", PROGRAMME, "K07", "510524", "2017-04-05", "2019-04-04",
     "县优秀挂职干部@2018-12-21@honour/2018-02", "2019-08-01"),
    ("510524", "S07", PROGRAMME, "K05", "510524192392", "2018-05-02", "2019-12-31",
     "县优秀驻村干部@2019-11-15@honour/2019-02", ""),
    ("510524", "S08", PROGRAMME, "K09", "510524291390", "2018-07-02", "2020-06-30", "", ""),
    ("510524", "S09", PROGRAMME, "K10", "510524", "2019-04-08", "", "", ""),
    ("510524", "S10", PROGRAMME, "K12", "510524101227", "2020-03-09", "", "", ""),
    ("610826", "S01", PROGRAMME, "K03", "610826", "2013-05-06", "2015-05-05",
     "县优秀挂职干部@2015-03-10@honour/2015-01", ""),
    ("610826", "S02", PROGRAMME, "K06", "610826", "2015-06-01", "2017-05-31", "", "2017-11-01"),
    ("610826", "S03", PROGRAMME, "K08", "610826", "2017-06-15", "2019-06-14",
     "县优秀挂职干部@2019-01-20@honour/2019-01", ""),
    ("610826", "S04", PROGRAMME, "K06", "610826191393", "2018-03-01", "2019-02-28", "", ""),
    ("610826", "S05", PROGRAMME, "K11", "610826", "2019-07-01", "", "", ""),
]

# county, facility, programme, village, title_zh, title_en, service kinds, open
FACILITIES = [
    ("510524", "F01", PROGRAMME, "510524101227", "示例一号综合服务站", "Sample service station 1",
     "party_activities;technical_training", "2013-11-20"),
    ("510524", "F02", PROGRAMME, "510524191390", "示例二号综合服务站", "Sample service station 2",
     "party_activities;farm_products_online", "2015-05-18"),
    ("510524", "F03", PROGRAMME, "510524191394", "示例三号综合服务站", "Sample service station 3",
     "technical_training;village_medical_care", "2016-09-26"),
    ("510524", "F04", PROGRAMME, "510524192391", "示例四号综合服务站", "Sample service station 4",
     "party_activities;farm_products_online;convenience", "2017-10-30"),
    ("510524", "F05", PROGRAMME, "510524291392", "示例五号综合服务站", "Sample service station 5",
     "convenience;elderly_meals", "2019-06-17"),
    ("610826", "F01", PROGRAMME, "610826191390", "示例六号综合服务站", "Sample service station 6",
     "party_activities;technical_training", "2014-08-25"),
    ("610826", "F02", PROGRAMME, "610826191395", "示例七号综合服务站", "Sample service station 7",
     "farm_products_online;village_medical_care", "2016-06-13"),
    ("610826", "F03", PROGRAMME, "610826291391", "示例八号综合服务站", "Sample service station 8",
     "party_activities;convenience", "2018-04-23"),
    ("610826", "F04", PROGRAMME, "610826291396", "示例九号综合服务站", "Sample service station 9",
     "technical_training;village_medical_care;elderly_meals", "2020-05-11"),
]

# county, case, programme, person, title_zh, title_en, story_zh, story_en, year, then the consent:
# grant, withdraw, document, scopes. Titles and stories hold nothing personal. The second and third
# are about nobody: no consent was given for one, and the other's was withdrawn.
CASES = [
    ("510524", "cattle-family", PROGRAMME, "H0001/1", "牛场里的一份工作", "A job at the cattle farm",
     "2013年起，一家人遇到难处，开支多年压在肩上。肉牛项目办起来以后，他到牛场上班，按月领工资，"
     "日子慢慢稳下来；有外出的乡亲看到了，也回到家乡做事。",
     "From 2013 on the family had hard years, with costs that weighed on it. When the cattle "
     "project came, he took a job at its farm, with a wage every month, and life grew steadier; "
     "neighbours who had gone away saw it, and came home to work too.",
     "2013", "2018-05-16", "", "consent/2018-001", "name;health;debt;wage"),
    ("510524", "sample-no-consent", PROGRAMME, "H0040/1", "示例：未同意公开",
     "Sample: no consent", "示例文字，没有本人同意，不得公开。",
     "Sample text. Without the person's consent, it is not to be published.",
     "2016", "", "", "", ""),
    ("610826", "sample-withdrawn", PROGRAMME, "H0025/1", "示例：已撤回同意",
     "Sample: consent withdrawn", "示例文字，同意撤回以后，不得公开。",
     "Sample text. Since the consent was withdrawn, it is not to be published.",
     "2015", "2016-03-14", "2017-02-27", "consent/2016-001", "name"),
]

ATTESTATIONS = [
    (PROGRAMME, "front-ranks", "cattle", "肉牛项目的成效排在泸州市前面",
     "The cattle project ranks near the top in Luzhou",
     "中国电子科技集团有限公司", "China Electronics Technology Group Corporation (CETC)",
     "2020-12-31", "statement/2020-001"),
]
