// title.zh: 同一主体同一指标在不同时期的数值及其差
// title.en: One indicator of one subject in two periods, and the difference
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param name string:name "" | 指标的名称或其一部分;留空为全部 | name of an indicator, or part of it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, indicator, from_period, from_value, to_period, to_value, difference, unit | 主体, 指标, 前期, 前期值, 后期, 后期值, 差, 单位 | who, indicator, earlier period, earlier value, later period, later value, difference, unit
// example: kg query trend
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:achieved]->(i:Indicator), (a)-[s:achieved]->(i)
WHERE r.measure = 'level' AND s.measure = 'level' AND r.unit = s.unit AND r.period_end < s.period_end
  AND i.names CONTAINS toLower($name)
RETURN DISTINCT a.name AS who, i.name AS indicator, r.period AS from_period, r.value AS from_value, s.period AS to_period,
       s.value AS to_value, round(s.value - r.value, 6) AS difference, r.unit AS unit
ORDER BY who, indicator, from_period, to_period, from_value, to_value, unit
LIMIT $limit
