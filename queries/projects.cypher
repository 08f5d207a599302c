// title.zh: 建设工程及其资金
// title.en: Building projects and the money put into them
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param name string:name "" | 工程的名称或其一部分;留空为全部 | name of the project, or part of it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, project, amount, shared_by, status, period, report | 主体, 工程, 金额(元), 合用该金额的工程数, 状态, 时期, 报告 | who, project, amount (yuan), projects that share the amount, status, period, report
// example: kg query projects
// example: kg query projects region=泉州市
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:builds]->(p:Project)
WHERE p.names CONTAINS toLower($name)
OPTIONAL MATCH (a)-[o:builds]->(q:Project) WHERE o.report = r.report AND o.amount = r.amount
WITH a, p, r, count(DISTINCT q) AS sharing
RETURN DISTINCT a.name AS who, p.name AS project, r.amount AS amount, CASE WHEN sharing > 1 THEN sharing END AS shared_by,
       r.status AS status, r.period AS period, r.report AS report
ORDER BY who, coalesce(amount, 0) DESC, project, status, period, report
LIMIT $limit
