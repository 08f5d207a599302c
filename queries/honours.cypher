// title.zh: 某地区(含辖内机构)的荣誉、等级、资质和试点
// title.en: Honours, grades, accreditations and pilots of a region and the institutions in it
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param name string:name "" | 称号的名称或其一部分;留空为全部 | name of the honour, or part of it; empty for all
// param limit integer 200 | 最多行数 | at most so many rows
// columns: who, honour, granted_by, status, period, report | 主体, 称号, 授予者, 状态, 时期, 报告 | who, honour, granted by, status, period, report
// example: kg query honours region=泉州市
// example: kg query honours name=示范
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[r:designatedAs]->(d:Designation)
WHERE d.names CONTAINS toLower($name)
RETURN DISTINCT a.name AS who, d.name AS honour, r.by AS granted_by, r.status AS status, r.period AS period, r.report AS report
ORDER BY who, honour, period, status, granted_by, report
LIMIT $limit
