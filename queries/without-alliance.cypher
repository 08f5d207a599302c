// title.zh: 有医疗机构、但尚未见到医联体的地区
// title.en: Regions with health institutions but no alliance in the reports
// param within string "" | 上级地区,留空为全部 | a region above; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: region, within, institutions | 地区, 上级, 医疗机构数 | region, within, health institutions
// example: kg query without-alliance
MATCH (g:Region)
WHERE ($within = '' OR $within IN g.within)
  AND NOT EXISTS { MATCH (i:Institution)-[:memberOf|leads]->(:Alliance)
                   WHERE g.name IN i.within OR i.name STARTS WITH g.name OR EXISTS { (i)-[:locatedIn]->(g) } }
  AND NOT EXISTS { MATCH (a:Alliance) WHERE g.name IN a.within OR a.name STARTS WITH g.name OR EXISTS { (a)-[:locatedIn]->(g) } }
WITH g, COUNT { MATCH (i:Institution)-[:locatedIn]->(g)
                WHERE i.subtype IN ['hospital', 'primary_care', 'public_health'] RETURN DISTINCT i } AS institutions
WHERE institutions > 0
RETURN g.name AS region, g.within AS within, institutions
ORDER BY institutions DESC, region, within
LIMIT $limit
