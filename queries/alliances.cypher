// title.zh: 医联体、医共体、专科联盟及其牵头单位和成员
// title.en: Alliances with their leads and members
// param region string:region "" | 医联体、牵头单位或成员,或其所在地区(写开头即可);留空为全部 | alliance, lead or member, or the region of one (its beginning will do); empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: alliance, kind, leads, members, member_count | 医联体, 类型, 牵头单位, 成员单位, 成员数 | alliance, kind, leads, members, number of members
// example: kg query alliances
// example: kg query alliances region=衡南县
// example: kg query alliances region=湖南省人民医院
CALL () {
  MATCH (a:Entity) WHERE a.places CONTAINS '|' + toLower($region) AND a.type = 'Alliance' RETURN a
  UNION ALL
  MATCH (x:Entity) WHERE x.places CONTAINS '|' + toLower($region) MATCH (x)-[:leads|memberOf]->(a:Alliance) RETURN a
}
WITH DISTINCT a
WITH a,
     COLLECT { MATCH (x:Institution)-[:leads]->(a) WITH DISTINCT x.name AS name RETURN name ORDER BY name } AS leads,
     COLLECT { MATCH (x:Institution)-[:memberOf]->(a) WITH DISTINCT x.name AS name RETURN name ORDER BY name } AS members
RETURN a.name AS alliance, a.subtype AS kind, leads, members, size(members) AS member_count
ORDER BY member_count DESC, alliance
LIMIT $limit
