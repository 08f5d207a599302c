// title.zh: 某项目、行动或改革由谁实施
// title.en: Who carries out a programme, campaign or reform
// param name string "" | 项目名称的一部分,留空为全部 | part of the programme's name; empty for all
// param region string "" | 实施者所在地区,留空为全部 | region of who carries it out; empty for all
// param limit integer 100 | 最多行数 | at most so many rows
// columns: programme, kind, who, statuses, periods | 项目, 种类, 实施者, 状态, 时期 | programme, kind, who, statuses, periods
// example: kg query programmes name=家庭医生
// example: kg query programmes region=开平市 limit=20
MATCH (a:Entity)-[r:implements]->(p:Entity)
WHERE ($name = '' OR p.name CONTAINS $name) AND ($region = '' OR a.name STARTS WITH $region OR $region IN a.within)
WITH DISTINCT p.name AS programme, p.type AS kind, a.name AS who, p.id AS programme_id, a.id AS who_id
RETURN programme, kind, who,
       COLLECT { MATCH (:Entity {id: who_id})-[r:implements]->(:Entity {id: programme_id})
                 WITH DISTINCT r.status AS status WHERE status IS NOT NULL RETURN status ORDER BY status } AS statuses,
       COLLECT { MATCH (:Entity {id: who_id})-[r:implements]->(:Entity {id: programme_id})
                 WITH DISTINCT r.period AS period WHERE period IS NOT NULL RETURN period ORDER BY period } AS periods
ORDER BY programme, who, kind, periods
LIMIT $limit
