// title.zh: 置信度低、值得核对的陈述(附原文)
// title.en: Statements of low confidence that deserve a check, with the sentences
// param below number 0.8 | 置信度低于 | confidence below
// param report string:report "" | 报告编号的开头,留空为全部 | start of a report's id; empty for all
// param limit integer 50 | 最多行数 | at most so many rows
// columns: confidence, subject, relation, object, report, rule, sentence | 置信度, 主体, 关系, 客体, 报告, 规则, 原文句子 | confidence, subject, relation, object, report, rule, sentence
// example: kg query uncertain below=0.9 limit=20
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.confidence < $below AND s.predicate <> 'mentions' AND s.report STARTS WITH $report
MATCH (a:Entity {id: s.subject}), (b:Entity {id: s.object})
RETURN s.confidence AS confidence, a.name AS subject, s.predicate AS relation, b.name AS object, s.report AS report,
       e.rule AS rule, e.sentence AS sentence
ORDER BY confidence, report, e.start, e.end, relation, subject, object
LIMIT $limit
