// title.zh: 图谱中有什么:报告、实体、关系各有多少
// title.en: What is in the graph: how many reports, entities and relations
// columns: part, name, count | 类别, 名称, 数量 | part, name, count
// example: kg query overview
CALL () {
  MATCH (r:Report) RETURN 1 AS rank, 'report' AS part, r.kind AS name, count(r) AS count
  UNION ALL
  MATCH (n:Entity) RETURN 2 AS rank, 'entity' AS part, n.type AS name, count(n) AS count
  UNION ALL
  MATCH (:Entity)-[r]->(:Entity) RETURN 3 AS rank, 'relation' AS part, type(r) AS name, count(r) AS count
}
RETURN part, name, count
ORDER BY rank, count DESC, name
