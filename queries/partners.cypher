// title.zh: 某机构(或地区)与谁合作、谁帮扶它、它帮扶谁(附原文)
// title.en: Whom an institution (or region) works with, is supported by or supports, with the sentences
// param name string:name required | 机构或地区的名称或其一部分 | name of an institution or region, or part of it
// param limit integer 100 | 最多行数 | at most so many rows
// columns: institution, relation, direction, other, mode, specialty, period, status, report, sentence | 机构, 关系, 方向, 对方, 方式, 专业, 时期, 状态, 报告, 原文句子 | institution, relation, direction, other, mode, specialty, period, status, report, sentence
// example: kg query partners name=泉州市光前医院
MATCH (a:Entity)
WHERE a.names CONTAINS toLower($name)
WITH a
MATCH (a)-[r:partnersWith|supports]-(b:Entity)
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.id = r.id
WITH a, r, b, min(e.sentence) AS sentence,
     CASE WHEN type(r) = 'partnersWith' THEN 'both' WHEN startNode(r).id = a.id THEN 'to' ELSE 'from' END AS direction
RETURN a.name AS institution, type(r) AS relation, direction, b.name AS other, r.mode AS mode, r.specialty AS specialty,
       r.period AS period, r.status AS status, r.report AS report, sentence
ORDER BY institution, relation, other, period, report, sentence, direction, mode, specialty, status
LIMIT $limit
