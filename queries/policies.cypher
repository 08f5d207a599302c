// title.zh: 某机构或地区发布的政策文件
// title.en: Policy documents by who issued them
// param issuer string:region "" | 发布机构或其所在地区(写开头即可);留空为全部 | who issued them, or the region of that (its beginning will do); empty for all
// param name string:name "" | 文件的名称或其一部分;留空为全部 | name of the document, or part of it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: issuer, document, number, status, period, report | 发布者, 文件, 文号, 状态, 时期, 报告 | issuer, document, number, status, period, report
// example: kg query policies
// example: kg query policies issuer=泉州市
// example: kg query policies name=方案
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($issuer)
WITH a
MATCH (a)-[r:issued]->(d:PolicyDocument)
WHERE d.names CONTAINS toLower($name)
RETURN DISTINCT a.name AS issuer, d.name AS document, d.number AS number, r.status AS status, r.period AS period, r.report AS report
ORDER BY issuer, document, period, report, status, number
LIMIT $limit
