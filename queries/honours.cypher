// title.zh: 某地区(含辖内机构)的荣誉、等级、资质和试点
// title.en: Honours, grades, accreditations and pilots of a region and the institutions in it
// param region string "" | 地区或机构名,留空为全部 | region or institution; empty for all
// param limit integer 200 | 最多行数 | at most so many rows
// columns: who, honour, granted_by, status, period, report | 主体, 称号, 授予者, 状态, 时期, 报告 | who, honour, granted by, status, period, report
// example: kg query honours region=泉州市
MATCH (a:Entity)-[r:designatedAs]->(d:Designation)
WHERE $region = '' OR a.name STARTS WITH $region OR $region IN a.within
RETURN DISTINCT a.name AS who, d.name AS honour, r.by AS granted_by, r.status AS status, r.period AS period, r.report AS report
ORDER BY who, honour, period, status, granted_by, report
LIMIT $limit
