// title.zh: 按名称的一部分查找实体
// title.en: Find entities by part of a name
// param name string:name required | 实体的名称或其一部分 | name of an entity, or part of it
// param type string:type "" | 类型,如 Institution(机构);留空为全部 | type, such as Institution; empty for all
// param limit integer 50 | 最多行数 | at most so many rows
// columns: name, type, subtype, within, relations, reports | 名称, 类型, 子类, 所在, 关系数, 报告数 | name, type, subtype, within, relations, reports
// example: kg query search name=人民医院
// example: kg query search name=高血压 type=Indicator
MATCH (n:Entity)
WHERE n.names CONTAINS toLower($name) AND ($type = '' OR n.type = $type)
RETURN n.name AS name, n.type AS type, n.subtype AS subtype, n.within AS within,
       COUNT { (n)--(:Entity) } AS relations, COUNT { (:Report)-[:mentions]->(n) } AS reports
ORDER BY relations DESC, reports DESC, name, type
LIMIT $limit
