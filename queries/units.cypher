// title.zh: 某机构(或地区、医联体)设有的科室与中心
// title.en: Departments and centres of an institution, alliance or region
// param name string "" | 机构或地区名称的一部分,留空为全部 | part of the owner's name; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: owner, unit, status, period, report | 所属, 科室与中心, 状态, 时期, 报告 | owner, unit, status, period, report
// example: kg query units
// example: kg query units name=开平市中心医院
MATCH (a:Entity)-[r:hasUnit]->(u:Unit)
WHERE $name = '' OR a.name CONTAINS $name
RETURN DISTINCT a.name AS owner, u.name AS unit, r.status AS status, r.period AS period, r.report AS report
ORDER BY owner, unit, period, status, report
LIMIT $limit
