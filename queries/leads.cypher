// title.zh: 牵头单位:各牵头哪些医联体、覆盖多少成员和哪些地区
// title.en: Leads: which alliances each leads, and how many members and which regions that reaches
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: lead, alliances, members, regions | 牵头单位, 医联体, 成员数, 成员所在地区 | lead, alliances, members, regions of the members
// example: kg query leads
MATCH (x:Entity)
WHERE x.places CONTAINS '|' + toLower($region)
WITH x, COLLECT { MATCH (x)-[:leads]->(b:Alliance) WITH DISTINCT b.name AS name RETURN name ORDER BY name } AS alliances
WHERE size(alliances) > 0
RETURN x.name AS lead, alliances,
       COUNT { MATCH (x)-[:leads]->(:Alliance)<-[:memberOf]-(m:Entity) WHERE m.id <> x.id RETURN DISTINCT m } AS members,
       COLLECT { MATCH (x)-[:leads]->(:Alliance)<-[:memberOf]-(m:Entity) WHERE m.id <> x.id AND size(m.within) > 0
                 WITH DISTINCT last(m.within) AS region RETURN region ORDER BY region } AS regions
ORDER BY members DESC, lead
LIMIT $limit
