// title.zh: 金额最大的事项(元);同一句话中多个工程合用一笔金额的算一行
// title.en: The largest sums of money (yuan); projects that share one sum in a sentence are one row
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param year integer 0 | 年份,0 为全部 | year; 0 for all
// param limit integer 30 | 最多行数 | at most so many rows
// columns: amount, who, what, relations, periods, statuses, report, sentence | 金额(元), 主体, 事项, 关系, 时期, 状态, 报告, 原文句子 | amount (yuan), who, what, relations, periods, statuses, report, sentence
// example: kg query money
// example: kg query money region=泉州市 year=2022
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:achieved|targets|builds|supports|implements]->(b:Entity)
WHERE (r.amount IS NOT NULL OR (r.unit = '元' AND r.measure = 'level')) AND ($year = 0 OR r.year = $year)
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.id = r.id
WITH a, b, r, coalesce(r.amount, r.value) AS amount, min(e.sentence) AS sentence
ORDER BY b.name, type(r), r.period, r.status
WITH amount, a.id AS id, a.name AS who, r.report AS report, sentence, collect(DISTINCT b.name) AS what,
     collect(DISTINCT type(r)) AS relations, collect(DISTINCT r.period) AS periods, collect(DISTINCT r.status) AS statuses
RETURN amount, who, what, relations, periods, statuses, report, sentence
ORDER BY amount DESC, who, report, sentence, id
LIMIT $limit
