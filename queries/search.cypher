// title.zh: 按名称的一部分查找实体
// title.en: Find entities by part of a name
// param name string required | 名称或别名的一部分 | part of a name or of another name
// param type string "" | 类型,如 Institution;留空为全部 | type, such as Institution; empty for all
// param limit integer 50 | 最多行数 | at most so many rows
// columns: name, type, subtype, within, relations, reports | 名称, 类型, 子类, 所在, 关系数, 报告数 | name, type, subtype, within, relations, reports
// example: kg query search name=人民医院
// example: kg query search name=高血压 type=Indicator
MATCH (n:Entity)
WHERE ($type = '' OR n.type = $type)
  AND (toLower(n.name) CONTAINS toLower($name) OR any(other IN n.aliases WHERE toLower(other) CONTAINS toLower($name)))
RETURN n.name AS name, n.type AS type, n.subtype AS subtype, n.within AS within,
       COUNT { (n)--(:Entity) } AS relations, COUNT { (:Report)-[:mentions]->(n) } AS reports
ORDER BY relations DESC, reports DESC, name, type
LIMIT $limit
