// title.zh: 某地区的机构:类型、所在、所属医联体和被提及的报告数
// title.en: The institutions of a region: kind, place, alliances, and how many reports mention them
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param kind string:subtype "" | 机构类型,如 hospital(医院);留空为全部 | kind, such as hospital; empty for all
// param limit integer 200 | 最多行数 | at most so many rows
// columns: institution, kind, within, alliances, reports | 机构, 类型, 所在, 医联体, 报告数 | institution, kind, within, alliances, reports
// example: kg query institutions region=泉州市 kind=hospital
MATCH (x:Entity)
WHERE x.places CONTAINS '|' + toLower($region) AND x.type = 'Institution' AND ($kind = '' OR x.subtype = $kind)
RETURN x.name AS institution, x.subtype AS kind, x.within AS within,
       COLLECT { MATCH (x)-[:memberOf|leads]->(b:Alliance) WITH DISTINCT b.name AS name RETURN name ORDER BY name } AS alliances,
       COUNT { MATCH (p:Report)-[:mentions]->(x) RETURN DISTINCT p } AS reports
ORDER BY reports DESC, institution, kind, within
LIMIT $limit
