// title.zh: 某机构或地区发布的政策文件
// title.en: Policy documents by who issued them
// param issuer string "" | 发布机构或地区名称的一部分,留空为全部 | part of the issuer's name; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: issuer, document, number, status, period, report | 发布者, 文件, 文号, 状态, 时期, 报告 | issuer, document, number, status, period, report
// example: kg query policies
// example: kg query policies issuer=泉州市
MATCH (a:Entity)-[r:issued]->(d:PolicyDocument)
WHERE $issuer = '' OR a.name CONTAINS $issuer
RETURN DISTINCT a.name AS issuer, d.name AS document, d.number AS number, r.status AS status, r.period AS period, r.report AS report
ORDER BY issuer, document, period, report, status
LIMIT $limit
