// title.zh: 医联体、医共体、专科联盟及其牵头单位和成员
// title.en: Alliances with their leads and members
// param region string "" | 牵头或成员单位所在地区,留空为全部 | region of a lead or member; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: alliance, kind, leads, members, member_count | 医联体, 类型, 牵头单位, 成员单位, 成员数 | alliance, kind, leads, members, number of members
// example: kg query alliances
// example: kg query alliances region=衡南县
MATCH (a:Alliance)
OPTIONAL MATCH (lead:Institution)-[:leads]->(a)
WITH a, collect(DISTINCT lead) AS leaders
OPTIONAL MATCH (member:Institution)-[:memberOf]->(a)
WITH a, leaders, collect(DISTINCT member) AS joined
WITH a, leaders, joined, [x IN leaders + joined WHERE $region IN x.within OR x.name STARTS WITH $region] AS near
WHERE $region = '' OR size(near) > 0 OR $region IN a.within OR a.name STARTS WITH $region
RETURN a.name AS alliance, a.subtype AS kind, [x IN leaders | x.name] AS leads, [x IN joined | x.name] AS members,
       size(joined) AS member_count
ORDER BY member_count DESC, alliance
LIMIT $limit
