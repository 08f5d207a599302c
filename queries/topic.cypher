// title.zh: 与某种疾病或某类人群有关的指标数值
// title.en: Indicators about a disease or a group of people, with their values
// param topic string:topic required | 疾病或人群,如 高血压、老年人、孕产妇 | disease or group of people, such as 高血压 or 老年人
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: indicator, who, value, unit, measure, period, status, report | 指标, 主体, 数值, 单位, 度量方式, 时期, 状态, 报告 | indicator, who, value, unit, measure, period, status, report
// example: kg query topic topic=高血压
// example: kg query topic topic=儿童
MATCH (i:Indicator)
WHERE i.topics CONTAINS toLower($topic)
WITH i
MATCH (a:Entity)-[r:achieved|targets]->(i)
WHERE a.places CONTAINS '|' + toLower($region)
RETURN i.name AS indicator, a.name AS who, r.value AS value, r.unit AS unit, r.measure AS measure, r.period AS period,
       r.status AS status, r.report AS report
ORDER BY indicator, who, period, measure, value, report, unit, status
LIMIT $limit
