// title.zh: 有医疗机构、但尚未见到医联体的地区
// title.en: Regions with health institutions but no alliance in the reports
// param within string "" | 上级地区,留空为全部 | a region above; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: region, within, institutions | 地区, 上级, 医疗机构数 | region, within, health institutions
// example: kg query without-alliance
CALL () {
  MATCH (i:Institution)-[:memberOf|leads]->(:Alliance) UNWIND i.within AS name RETURN name
  UNION
  MATCH (a:Alliance) UNWIND a.within AS name RETURN name
  UNION
  MATCH (:Alliance)-[:locatedIn]->(g:Region) RETURN g.name AS name
  UNION
  MATCH (g:Region)<-[:locatedIn]-(:Institution)-[:memberOf|leads]->(:Alliance) RETURN g.name AS name
}
WITH collect(name) AS served
MATCH (i:Institution)-[:locatedIn]->(g:Region)
WHERE i.subtype IN ['hospital', 'primary_care', 'public_health'] AND NOT g.name IN served
  AND ($within = '' OR $within IN g.within)
WITH g, count(DISTINCT i) AS institutions
RETURN g.name AS region, g.within AS within, institutions
ORDER BY institutions DESC, region, within
LIMIT $limit
