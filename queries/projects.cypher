// title.zh: 建设工程及其资金
// title.en: Building projects and the money put into them
// param region string "" | 地区或机构名(含其下级),留空为全部 | region or institution, with what lies in it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: who, project, amount, status, period, report | 主体, 工程, 金额(元), 状态, 时期, 报告 | who, project, amount (yuan), status, period, report
// example: kg query projects
// example: kg query projects region=泉州市
MATCH (a:Entity)-[r:builds]->(p:Project)
WHERE $region = '' OR a.name STARTS WITH $region OR $region IN a.within
RETURN DISTINCT a.name AS who, p.name AS project, r.amount AS amount, r.status AS status, r.period AS period, r.report AS report
ORDER BY who, coalesce(r.amount, 0) DESC, project, status, period, report
LIMIT $limit
