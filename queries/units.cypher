// title.zh: 某机构(或地区、医联体)设有的科室与中心
// title.en: Departments and centres of an institution, alliance or region
// param region string:region "" | 所属机构或其所在地区(写开头即可);留空为全部 | the owner, or the region of it (its beginning will do); empty for all
// param name string:name "" | 科室或中心的名称或其一部分;留空为全部 | name of the department or centre, or part of it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: owner, unit, status, period, report | 所属, 科室与中心, 状态, 时期, 报告 | owner, unit, status, period, report
// example: kg query units
// example: kg query units region=开平市中心医院
// example: kg query units name=胸痛中心
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:hasUnit]->(u:Unit)
WHERE u.names CONTAINS toLower($name)
RETURN DISTINCT a.name AS owner, u.name AS unit, r.status AS status, r.period AS period, r.report AS report
ORDER BY owner, unit, period, status, report
LIMIT $limit
