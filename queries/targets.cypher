// title.zh: 目标与结果对照:定了什么目标,报告了什么数值
// title.en: Targets beside results: what was aimed at, what was reported
// param region string "" | 地区或机构名(含其下级),留空为全部 | region or institution, with what lies in it; empty for all
// param name string "" | 指标名称的一部分,留空为全部 | part of an indicator's name; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, indicator, target_period, cmp, target, unit, result, result_period | 主体, 指标, 目标时期, 要求, 目标值, 单位, 实际值, 实际时期 | who, indicator, target period, comparison, target, unit, result, period of the result
// example: kg query targets
// example: kg query targets region=成都市
MATCH (a:Entity)-[t:targets]->(i:Indicator)
WHERE ($region = '' OR a.name = $region OR $region IN a.within) AND ($name = '' OR i.name CONTAINS $name)
OPTIONAL MATCH (a)-[r:achieved]->(i) WHERE r.unit = t.unit AND r.measure = t.measure
RETURN DISTINCT a.name AS who, i.name AS indicator, t.period AS target_period, t.cmp AS cmp, t.value AS target, t.unit AS unit,
       r.value AS result, r.period AS result_period
ORDER BY who, indicator, target_period, target, result_period, result
LIMIT $limit
