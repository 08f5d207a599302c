// title.zh: 两个机构之间的最短联系
// title.en: The shortest chain of relations between two institutions or places
// param from string required | 起点的名称 | name of the one
// param to string required | 终点的名称 | name of the other
// columns: length, names, relations | 步数, 经过, 关系 | length, by way of, relations
// example: kg query path from=湖南省人民医院 to=衡阳市
MATCH (a:Entity {name: $from}), (b:Entity {name: $to})
MATCH p = (a)-[:partnersWith|supports|memberOf|leads|hasUnit|partOf|locatedIn|administers*1..5]-(b)
WITH length(p) AS length, [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relations
RETURN length, names, relations
ORDER BY length, names
LIMIT 1
