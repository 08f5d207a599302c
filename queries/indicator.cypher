// title.zh: 某指标在各地各年的数值
// title.en: Values of an indicator by region and year
// param name string:name required | 指标的名称或其一部分 | name of an indicator, or part of it
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param year integer 0 | 年份,0 为全部 | year; 0 for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, indicator, year, value, unit, cmp, measure, status, period, report | 主体, 指标, 年份, 数值, 单位, 比较, 度量方式, 状态, 时期, 报告 | who, indicator, year, value, unit, comparison, measure, status, period, report
// example: kg query indicator name=床位
// example: kg query indicator name=死亡率 region=泉州市 year=2022
MATCH (i:Entity)
WHERE i.names CONTAINS toLower($name) AND i.type = 'Indicator'
WITH i
MATCH (a:Entity)-[r:achieved|targets]->(i)
WHERE a.places CONTAINS '|' + toLower($region) AND ($year = 0 OR r.year = $year)
RETURN a.name AS who, i.name AS indicator, r.year AS year, r.value AS value, r.unit AS unit, r.cmp AS cmp,
       r.measure AS measure, r.status AS status, r.period AS period, r.report AS report
ORDER BY indicator, who, year, measure, value, period, report
LIMIT $limit
