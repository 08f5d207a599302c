// title.zh: 两个地区(或机构)都报告了的指标对照
// title.en: Indicators that two regions (or institutions) both report, side by side
// param one string:entity required | 一方的名称 | name of the one
// param other string:entity required | 另一方的名称 | name of the other
// param limit integer 100 | 最多行数 | at most so many rows
// columns: indicator, measure, unit, one, one_value, one_period, other, other_value, other_period | 指标, 度量方式, 单位, 一方, 一方数值, 一方时期, 另一方, 另一方数值, 另一方时期 | indicator, measure, unit, the one, its value, its period, the other, its value, its period
// example: kg query compare one=泉州市 other=开平市
MATCH (a:Entity)
WHERE a.names CONTAINS '|' + toLower($one) + '|'
MATCH (a)-[r:achieved]->(i:Indicator)<-[s:achieved]-(b:Entity)
WHERE b.names CONTAINS '|' + toLower($other) + '|' AND r.measure = s.measure AND r.unit = s.unit
RETURN DISTINCT i.name AS indicator, r.measure AS measure, r.unit AS unit, a.name AS one, r.value AS one_value, r.period AS one_period,
       b.name AS other, s.value AS other_value, s.period AS other_period
ORDER BY indicator, measure, one, other, one_period, other_period, one_value, other_value
LIMIT $limit
