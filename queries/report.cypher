// title.zh: 一份报告说了什么(附原文句子及其在原文件中的位置)
// title.en: What one report says, with the sentences and where they stand in the source file
// param report string:report required | 报告编号或标题的一部分,或报告地区、发布机构的开头 | the report's id, part of its title, or the beginning of its region or issuer
// param relation string:relation "" | 只要某种关系,如 achieved;留空为全部 | one relation only, such as achieved; empty for all
// param limit integer 200 | 最多行数 | at most so many rows
// columns: report, subject, relation, object, value, unit, period, status, confidence, sentence, start, end | 报告, 主体, 关系, 客体, 数值, 单位, 时期, 状态, 置信度, 原文句子, 起, 止 | report, subject, relation, object, value, unit, period, status, confidence, sentence, start, end
// example: kg query report report=000 limit=20
// example: kg query report report=003 relation=partnersWith
MATCH (p:Report)
WHERE (p.names CONTAINS toLower($report) AND (p.id STARTS WITH $report OR toLower(p.title) CONTAINS toLower($report)))
   OR p.places CONTAINS '|' + toLower($report)
MATCH (p)<-[:FROM]-(e:Evidence)<-[:supportedBy]-(s:Statement)
WHERE s.predicate <> 'mentions' AND ($relation = '' OR s.predicate = $relation)
MATCH (a:Entity {id: s.subject})-[r]->(b:Entity {id: s.object})
WHERE r.id = s.id
RETURN p.id AS report, a.name AS subject, s.predicate AS relation, b.name AS object, r.value AS value, r.unit AS unit, r.period AS period,
       r.status AS status, s.confidence AS confidence, e.sentence AS sentence, e.start AS start, e.end AS end
ORDER BY report, start, end, relation, subject, object, value
LIMIT $limit
