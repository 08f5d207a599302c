// title.zh: 某实体的全部直接联系
// title.en: Everything that is directly tied to an entity
// param name string:entity required | 实体名称 | name of the entity
// param relation string:relation "" | 只要某种关系,如 partnersWith(合作);留空为全部 | one relation only, such as partnersWith; empty for all
// param limit integer 200 | 最多行数 | at most so many rows
// columns: entity, relation, direction, other, type, value, unit, period, status, statement | 实体, 关系, 方向, 对方, 对方类型, 数值, 单位, 时期, 状态, 陈述编号 | entity, relation, direction, other, type of the other, value, unit, period, status, statement
// example: kg query neighbours name=衡南县人民医院
// example: kg query neighbours name=衡南县人民医院 relation=partnersWith
MATCH (n:Entity)
WHERE n.names CONTAINS '|' + toLower($name) + '|'
MATCH (n)-[r]-(m:Entity)
WHERE $relation = '' OR type(r) = $relation
RETURN n.name AS entity, type(r) AS relation,
       CASE WHEN type(r) = 'partnersWith' THEN 'both' WHEN startNode(r).id = n.id THEN 'to' ELSE 'from' END AS direction,
       m.name AS other, m.type AS type, r.value AS value, r.unit AS unit, r.period AS period, r.status AS status, r.id AS statement
ORDER BY entity, relation, direction, other, type, period, value, statement
LIMIT $limit
