// title.zh: 两个机构(或地区)之间的最短联系
// title.en: The shortest chains of relations between two institutions or places
// param from string:entity required | 起点的名称 | name of the one
// param to string:entity required | 终点的名称 | name of the other
// param limit integer 3 | 最多行数 | at most so many rows
// columns: steps, names, relations | 步数, 经过, 关系 | steps, by way of, relations
// example: kg query path from=衡南县人民医院 to=衡阳市
MATCH (a:Entity) WHERE a.names CONTAINS '|' + toLower($from) + '|'
MATCH (b:Entity) WHERE b.names CONTAINS '|' + toLower($to) + '|' AND a.id <> b.id
WITH a, b
MATCH p = allShortestPaths((a)-[:partnersWith|supports|memberOf|leads|hasUnit|partOf|locatedIn|administers*..8]-(b))
WITH DISTINCT length(p) AS steps, [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS kinds
ORDER BY kinds
WITH steps, names, head(collect(kinds)) AS relations
RETURN steps, names, relations
ORDER BY steps, names
LIMIT $limit
