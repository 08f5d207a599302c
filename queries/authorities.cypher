// title.zh: 各地的卫生健康主管部门及其下辖机构数
// title.en: Health authorities, the regions they are in charge of and the institutions there
// param region string:region "" | 地区或机构(写开头即可),连同其下级;留空为全部 | region or institution (its beginning will do) with all that lies in it; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: authority, region, within, institutions, documents | 主管部门, 地区, 上级, 机构数, 发布文件数 | authority, region, within, institutions, documents issued
// example: kg query authorities
// example: kg query authorities region=泉州市
MATCH (g:Entity)
WHERE g.places CONTAINS '|' + toLower($region) AND g.type = 'Region'
MATCH (a:HealthAuthority)-[:administers]->(g)
WITH DISTINCT a, g
RETURN a.name AS authority, g.name AS region, g.within AS within,
       COUNT { MATCH (i:Institution)-[:locatedIn]->(g) RETURN DISTINCT i } AS institutions,
       COUNT { MATCH (a)-[:issued]->(d:PolicyDocument) RETURN DISTINCT d } AS documents
ORDER BY region, authority
LIMIT $limit
