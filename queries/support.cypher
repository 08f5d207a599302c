// title.zh: 对口帮扶:谁帮扶谁(附原文)
// title.en: Counterpart support: who helps whom, with the sentences
// param region string "" | 任一方所在地区,留空为全部 | region of either side; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: helper, helped, mode, specialty, period, status, report, sentence | 帮扶方, 受援方, 方式, 专业, 时期, 状态, 报告, 原文句子 | helper, helped, mode, specialty, period, status, report, sentence
// example: kg query support
MATCH (a:Entity)-[r:supports]->(b:Entity)
WHERE $region = '' OR $region IN [a.name, b.name] OR $region IN a.within OR $region IN b.within
MATCH (s:Statement)-[:supportedBy]->(e:Evidence)
WHERE s.id = r.id
WITH a, r, b, min(e.sentence) AS sentence
RETURN a.name AS helper, b.name AS helped, r.mode AS mode, r.specialty AS specialty, r.period AS period, r.status AS status,
       r.report AS report, sentence
ORDER BY helper, helped, period, mode, report, sentence
LIMIT $limit
