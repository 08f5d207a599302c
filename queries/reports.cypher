// title.zh: 图谱所依据的报告
// title.en: The reports that the graph rests on
// param region string "" | 地区名,留空为全部 | name of a region; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: report, title, issuer, region, period, kind, date, facts | 报告编号, 标题, 发布机构, 地区, 时期, 类型, 日期, 事实数 | report, title, issuer, region, period, kind, date, facts
// example: kg query reports
MATCH (r:Report)
WHERE $region = '' OR r.region = $region OR $region IN r.within
RETURN r.id AS report, r.title AS title, r.issuer AS issuer, r.region AS region, r.period AS period, r.kind AS kind,
       r.date AS date,
       COUNT { MATCH (s:Statement) WHERE s.report = r.id AND s.predicate <> 'mentions' } AS facts
ORDER BY region, period, report
LIMIT $limit
