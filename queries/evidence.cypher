// title.zh: 一条陈述的原文依据
// title.en: The words of the source behind one statement
// param statement string:statement required | 陈述编号(其他问题结果中的 id、statement) | id of the statement, as other answers give it
// columns: subject, relation, object, report, start, end, text, sentence, section, rule | 主体, 关系, 客体, 报告, 起, 止, 原文, 句子, 章节, 规则 | subject, relation, object, report, start, end, source text, sentence, section, rule
// example: kg query evidence statement=0123456789abcdef
MATCH (s:Statement {id: $statement})-[:supportedBy]->(e:Evidence)
OPTIONAL MATCH (a:Entity {id: s.subject})
OPTIONAL MATCH (b:Entity {id: s.object})
RETURN a.name AS subject, s.predicate AS relation, b.name AS object, e.report AS report, e.start AS start, e.end AS end,
       e.text AS text, e.sentence AS sentence, e.section AS section, e.rule AS rule
ORDER BY start, end, rule
