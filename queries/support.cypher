// title.zh: 对口帮扶:谁帮扶谁(附原文)
// title.en: Counterpart support: who helps whom, with the sentences
// param region string:region "" | 任一方或其所在地区(写开头即可);留空为全部 | either side, or the region of it (its beginning will do); empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: helper, helped, mode, specialty, period, status, report, sentence | 帮扶方, 受援方, 方式, 专业, 时期, 状态, 报告, 原文句子 | helper, helped, mode, specialty, period, status, report, sentence
// example: kg query support
// example: kg query support region=泉州市
MATCH (x:Entity)
WHERE x.places CONTAINS '|' + toLower($region)
WITH x
MATCH (x)-[r:supports]-(:Entity)
WITH DISTINCT r
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.id = r.id
WITH r, min(e.sentence) AS sentence
WITH r, sentence, startNode(r) AS a, endNode(r) AS b
RETURN a.name AS helper, b.name AS helped, r.mode AS mode, r.specialty AS specialty, r.period AS period, r.status AS status,
       r.report AS report, sentence
ORDER BY helper, helped, period, mode, report, sentence, specialty, status
LIMIT $limit
