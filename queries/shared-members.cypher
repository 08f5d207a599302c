// title.zh: 同时参加多个医联体的机构
// title.en: Institutions that take part in several alliances
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param least integer 2 | 至少参加几个 | at least so many alliances
// param limit integer 100 | 最多行数 | at most so many rows
// columns: institution, count, alliances | 机构, 医联体数, 医联体 | institution, number of alliances, alliances
// example: kg query shared-members
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region)
WITH a
MATCH (a)-[:memberOf|leads]->(b:Alliance)
WITH DISTINCT a, b ORDER BY b.name
WITH a, collect(b.name) AS alliances
WHERE size(alliances) >= $least
RETURN a.name AS institution, size(alliances) AS count, alliances
ORDER BY count DESC, institution
LIMIT $limit
