// title.zh: 某指标的各地排名:每个主体取最近一期的水平值
// title.en: Who stands where on an indicator: the latest level of each subject, in order
// param name string:entity required | 指标的完整名称 | the whole name of the indicator
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param year integer 0 | 年份,0 为最近一期 | year; 0 for the latest
// param order string:order "desc" | desc 由高到低,asc 由低到高 | desc for highest first, asc for lowest first
// param limit integer 50 | 最多行数 | at most so many rows
// columns: who, value, unit, cmp, period, indicator, within, report | 主体, 数值, 单位, 比较, 时期, 指标, 所在, 报告 | who, value, unit, comparison, period, indicator, within, report
// example: kg query ranking name=药占比
// example: kg query ranking name=药占比 order=asc region=广东省
MATCH (i:Entity)
WHERE i.names CONTAINS '|' + toLower($name) + '|' AND i.type = 'Indicator'
WITH i
MATCH (a:Entity)-[r:achieved]->(i)
WHERE r.measure = 'level' AND a.places CONTAINS '|' + toLower($region) AND ($year = 0 OR r.year = $year)
WITH i, a, r ORDER BY coalesce(r.year, 0) DESC, r.period_end DESC, r.report, r.value, r.id
WITH i, a, r.unit AS unit, head(collect(r)) AS latest
RETURN a.name AS who, latest.value AS value, unit, latest.cmp AS cmp, latest.period AS period, i.name AS indicator,
       a.within AS within, latest.report AS report
ORDER BY unit, CASE WHEN $order = 'asc' THEN value ELSE -value END, who, indicator, within, report
LIMIT $limit
