// title.zh: 医联体、医共体、专科联盟及其牵头单位和成员
// title.en: Alliances with their leads and members
// param region string "" | 医联体、牵头单位或成员所在地区,留空为全部 | region of the alliance, a lead or a member; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: alliance, kind, leads, members, member_count | 医联体, 类型, 牵头单位, 成员单位, 成员数 | alliance, kind, leads, members, number of members
// example: kg query alliances
// example: kg query alliances region=衡南县
MATCH (a:Alliance)
WHERE $region = '' OR $region IN a.within OR a.name STARTS WITH $region
   OR EXISTS { MATCH (x:Institution)-[:leads|memberOf]->(a) WHERE $region IN x.within OR x.name STARTS WITH $region }
WITH a,
     COLLECT { MATCH (x:Institution)-[:leads]->(a) WITH DISTINCT x.name AS name RETURN name ORDER BY name } AS leads,
     COLLECT { MATCH (x:Institution)-[:memberOf]->(a) WITH DISTINCT x.name AS name RETURN name ORDER BY name } AS members
RETURN a.name AS alliance, a.subtype AS kind, leads, members, size(members) AS member_count
ORDER BY member_count DESC, alliance
LIMIT $limit
