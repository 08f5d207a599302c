// title.zh: 同一主体同一指标在不同时期的数值及其差
// title.en: One indicator of one subject in two periods, and the difference
// param region string "" | 地区或机构名(含其下级),留空为全部 | region or institution, with what lies in it; empty for all
// param name string "" | 指标名称的一部分,留空为全部 | part of an indicator's name; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, indicator, from_period, from_value, to_period, to_value, difference, unit | 主体, 指标, 前期, 前期值, 后期, 后期值, 差, 单位 | who, indicator, earlier period, earlier value, later period, later value, difference, unit
// example: kg query trend
MATCH (a:Entity)-[r:achieved]->(i:Indicator), (a)-[s:achieved]->(i)
WHERE r.measure = 'level' AND s.measure = 'level' AND r.unit = s.unit AND r.period_end < s.period_end
  AND ($region = '' OR a.name = $region OR $region IN a.within) AND ($name = '' OR i.name CONTAINS $name)
RETURN DISTINCT a.name AS who, i.name AS indicator, r.period AS from_period, r.value AS from_value, s.period AS to_period,
       s.value AS to_value, round(s.value - r.value, 6) AS difference, r.unit AS unit
ORDER BY who, indicator, from_period, to_period, from_value, to_value
LIMIT $limit
