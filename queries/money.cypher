// title.zh: 金额最大的指标与工程(元)
// title.en: The largest sums of money: indicators and projects in yuan
// param region string "" | 地区或机构名(含其下级),留空为全部 | region or institution, with what lies in it; empty for all
// param year integer 0 | 年份,0 为全部 | year; 0 for all
// param limit integer 30 | 最多行数 | at most so many rows
// columns: amount, who, what, relation, period, status, report | 金额(元), 主体, 事项, 关系, 时期, 状态, 报告 | amount (yuan), who, what, relation, period, status, report
// example: kg query money
// example: kg query money region=泉州市 year=2022
MATCH (a:Entity)-[r:achieved|targets|builds|supports|implements]->(b:Entity)
WHERE (r.amount IS NOT NULL OR (r.unit = '元' AND r.measure = 'level'))
  AND ($region = '' OR a.name = $region OR $region IN a.within) AND ($year = 0 OR r.year = $year)
RETURN DISTINCT coalesce(r.amount, r.value) AS amount, a.name AS who, b.name AS what, type(r) AS relation, r.period AS period,
       r.status AS status, r.report AS report
ORDER BY amount DESC, who, what, relation, period, report
LIMIT $limit
