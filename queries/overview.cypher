// title.zh: 图谱(或某地区)中有什么:报告、实体、关系各有多少
// title.en: What is in the graph, or in a region of it: how many reports, entities and relations
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// columns: part, name, count | 类别, 名称, 数量 | part, name, count
// example: kg query overview
// example: kg query overview region=泉州市
CALL () {
  MATCH (p:Report) WHERE p.places CONTAINS '|' + toLower($region)
  RETURN 1 AS rank, 'report' AS part, p.kind AS name, count(p) AS count
  UNION ALL
  MATCH (n:Entity) WHERE n.places CONTAINS '|' + toLower($region)
  RETURN 2 AS rank, 'entity' AS part, n.type AS name, count(n) AS count
  UNION ALL
  MATCH (n:Entity) WHERE n.places CONTAINS '|' + toLower($region)
  MATCH (n)-[r]->(:Entity)
  RETURN 3 AS rank, 'relation' AS part, type(r) AS name, count(r) AS count
}
RETURN part, name, count
ORDER BY rank, count DESC, name
