// title.zh: 目标值与报告的实际值对照;同年的实际值可判断是否达到
// title.en: Targets beside the values reported; a value of the same year tells whether the target was met
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param name string:name "" | 指标的名称或其一部分;留空为全部 | name of an indicator, or part of it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, indicator, target_period, cmp, target, unit, result, result_period, met | 主体, 指标, 目标时期, 要求, 目标值, 单位, 实际值, 实际时期, 是否达到 | who, indicator, target period, comparison, target, unit, result, period of the result, met
// example: kg query targets
// example: kg query targets region=成都市
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[t:targets]->(i:Indicator)
WHERE i.names CONTAINS toLower($name)
OPTIONAL MATCH (a)-[r:achieved]->(i) WHERE r.unit = t.unit AND r.measure = t.measure
RETURN DISTINCT a.name AS who, i.name AS indicator, t.period AS target_period, t.cmp AS cmp, t.value AS target, t.unit AS unit,
       r.value AS result, r.period AS result_period,
       CASE WHEN r.year <> t.year THEN null WHEN t.cmp IN ['ge', 'gt'] THEN r.value >= t.value
            WHEN t.cmp IN ['le', 'lt'] THEN r.value <= t.value END AS met
ORDER BY who, indicator, target_period, target, cmp, unit, result_period, result
LIMIT $limit
