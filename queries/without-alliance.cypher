// title.zh: 有医疗机构、但尚未见到医联体的地区
// title.en: Regions with health institutions but no alliance in the reports
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: region, within, institutions | 地区, 上级, 医疗机构数 | region, within, health institutions
// example: kg query without-alliance
// example: kg query without-alliance region=广东省
CALL () {
  MATCH (x:Entity) WHERE x.places CONTAINS '|' + toLower($region) MATCH (x)-[:memberOf|leads]->(:Alliance) UNWIND x.within AS name RETURN name
  UNION
  MATCH (x:Entity) WHERE x.places CONTAINS '|' + toLower($region) AND x.type = 'Alliance' UNWIND x.within AS name RETURN name
  UNION
  MATCH (x:Entity) WHERE x.places CONTAINS '|' + toLower($region) AND x.type = 'Region' MATCH (x)<-[:locatedIn]-(:Alliance) RETURN x.name AS name
  UNION
  MATCH (x:Entity) WHERE x.places CONTAINS '|' + toLower($region) AND x.type = 'Region'
  MATCH (x)<-[:locatedIn]-(:Institution)-[:memberOf|leads]->(:Alliance) RETURN x.name AS name
}
WITH collect(name) AS served
MATCH (g:Entity)
WHERE g.places CONTAINS '|' + toLower($region) AND g.type = 'Region' AND NOT g.name IN served
MATCH (i:Institution)-[:locatedIn]->(g)
WHERE i.subtype IN ['hospital', 'primary_care', 'public_health']
WITH g, count(DISTINCT i) AS institutions
RETURN g.name AS region, g.within AS within, institutions
ORDER BY institutions DESC, region, within
LIMIT $limit
