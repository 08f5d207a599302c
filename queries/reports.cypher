// title.zh: 图谱所依据的报告
// title.en: The reports that the graph rests on
// param region string:region "" | 报告的地区、其上级或发布机构(写开头即可);留空为全部 | region of the report, one above it, or the issuer (the beginning will do); empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: report, title, issuer, region, period, kind, date, facts | 报告编号, 标题, 发布机构, 地区, 时期, 类型, 日期, 事实数 | report, title, issuer, region, period, kind, date, facts
// example: kg query reports
// example: kg query reports region=福建省
MATCH (r:Report)
WHERE r.places CONTAINS '|' + toLower($region)
RETURN r.id AS report, r.title AS title, r.issuer AS issuer, r.region AS region, r.period AS period, r.kind AS kind,
       r.date AS date,
       COUNT { MATCH (s:Statement) WHERE s.report = r.id AND s.predicate <> 'mentions' } AS facts
ORDER BY region, period, report
LIMIT $limit
