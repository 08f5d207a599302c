// title.zh: 联系最多的机构:合作、帮扶、联盟关系数
// title.en: The best connected institutions: how many partners, helpers and alliances they have
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param limit integer 20 | 最多行数 | at most so many rows
// columns: institution, kind, partners, supports, alliances, total | 机构, 类型, 合作方, 帮扶关系, 联盟, 合计 | institution, kind, partners, support ties, alliances, total
// example: kg query top
// example: kg query top region=泉州市
MATCH (a:Entity)
WHERE a.places CONTAINS '|' + toLower($region) AND a.type = 'Institution'
WITH a, COUNT { MATCH (a)-[:partnersWith]-(b) RETURN DISTINCT b } AS partners,
     COUNT { MATCH (a)-[:supports]-(b) RETURN DISTINCT b } AS supports,
     COUNT { MATCH (a)-[:memberOf|leads]->(b) RETURN DISTINCT b } AS alliances
WITH a, partners, supports, alliances, partners + supports + alliances AS total
WHERE total > 0
RETURN a.name AS institution, a.subtype AS kind, partners, supports, alliances, total
ORDER BY total DESC, institution
LIMIT $limit
