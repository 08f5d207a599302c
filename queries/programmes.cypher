// title.zh: 某项目、行动或改革由谁实施
// title.en: Who carries out a programme, campaign or reform
// param name string:name "" | 项目的名称或其一部分;留空为全部 | name of the programme, or part of it; empty for all
// param region string:region "" | 实施者或其所在地区(写开头即可);留空为全部 | who carries it out, or the region of that (its beginning will do); empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: programme, kind, who, statuses, periods, reports | 项目, 种类, 实施者, 状态, 时期, 报告 | programme, kind, who, statuses, periods, reports
// example: kg query programmes name=家庭医生
// example: kg query programmes region=开平市 limit=20
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:implements]->(p:Entity)
WHERE p.names CONTAINS toLower($name)
WITH a, p, r ORDER BY r.status, r.period, r.report
WITH a, p, collect(DISTINCT r.status) AS statuses, collect(DISTINCT r.period) AS periods, collect(DISTINCT r.report) AS reports
RETURN p.name AS programme, p.type AS kind, a.name AS who, statuses, periods, reports
ORDER BY programme, who, kind, periods, reports
LIMIT $limit
