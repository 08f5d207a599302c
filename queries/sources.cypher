// title.zh: 某个实体在各报告中的原文句子
// title.en: The sentences that speak of an entity
// param name string:entity required | 实体名称 | name of the entity
// param limit integer 50 | 最多行数 | at most so many rows
// columns: entity, report, section, text, sentence, start, end | 实体, 报告, 章节, 原文, 原文句子, 起, 止 | entity, report, section, source text, sentence, start, end
// example: kg query sources name=开平市中心医院
MATCH (n:Entity)
WHERE n.names CONTAINS '|' + toLower($name) + '|'
MATCH (:Report)-[m:mentions]->(n)
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.id = m.id
RETURN n.name AS entity, e.report AS report, e.section AS section, e.text AS text, e.sentence AS sentence,
       e.start AS start, e.end AS end
ORDER BY entity, report, start, end
LIMIT $limit
