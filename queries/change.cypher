// title.zh: 同比等变化:哪些指标上升或下降了多少(附原文)
// title.en: Changes as reported (year on year and the like), with the sentences
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param name string:name "" | 指标的名称或其一部分;留空为全部 | name of an indicator, or part of it; empty for all
// param year integer 0 | 年份,0 为全部 | year; 0 for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, indicator, period, change, unit, measure, level, sentence | 主体, 指标, 时期, 变化, 单位, 变化方式, 水平值, 原文句子 | who, indicator, period, change, unit, kind of change, level, sentence
// example: kg query change
// example: kg query change region=衡南县 name=均次费用
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:achieved]->(i:Indicator)
WHERE r.measure IN ['change_relative', 'change_points', 'change_absolute']
  AND i.names CONTAINS toLower($name) AND ($year = 0 OR r.year = $year)
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.id = r.id
WITH a, i, r, min(e.sentence) AS sentence
OPTIONAL MATCH (a)-[l:achieved]->(i) WHERE l.measure = 'level' AND l.period = r.period AND l.report = r.report
WITH a, i, r, sentence, min(l.value) AS level
RETURN a.name AS who, i.name AS indicator, r.period AS period, r.value AS change, r.unit AS unit, r.measure AS measure,
       level, sentence
ORDER BY who, indicator, period, measure, change
LIMIT $limit
