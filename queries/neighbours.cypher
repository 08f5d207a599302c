// title.zh: 某实体的全部直接联系
// title.en: Everything that is directly tied to an entity
// param name string required | 实体名称 | name of the entity
// param relation string "" | 只要某种关系;留空为全部 | one relation only; empty for all
// param limit integer 200 | 最多行数 | at most so many rows
// columns: relation, direction, other, type, value, unit, period, status, statement | 关系, 方向, 对方, 对方类型, 数值, 单位, 时期, 状态, 陈述编号 | relation, direction, other, type of the other, value, unit, period, status, statement
// example: kg query neighbours name=衡南县人民医院
MATCH (n:Entity)-[r]-(m:Entity)
WHERE (n.name = $name OR $name IN n.aliases) AND ($relation = '' OR type(r) = $relation)
RETURN type(r) AS relation,
       CASE WHEN type(r) = 'partnersWith' THEN 'both' WHEN startNode(r).id = n.id THEN 'to' ELSE 'from' END AS direction,
       m.name AS other, m.type AS type, r.value AS value, r.unit AS unit, r.period AS period, r.status AS status, r.id AS statement
ORDER BY relation, direction, other, type, period, value, statement
LIMIT $limit
