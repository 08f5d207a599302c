"""The alliances of a graph with who leads them and who is in them: read once, used by home, panorama and pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.web.snapshot import Snapshot
from kg.web.things import Thing

_TIES = (
    "MATCH (n:Entity)-[r:leads|memberOf]->(a:Alliance) RETURN DISTINCT a.id AS alliance, n.id AS member, type(r) AS kind "
    "ORDER BY alliance, member, kind"
)


@dataclass(slots=True)
class Alliance:
    """One alliance: ids of those who lead it, and of its other members; each once, sorted."""

    thing: Thing
    leads: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


def alliances(snapshot: Snapshot) -> list[Alliance]:
    """All alliances by id, those without any known member included."""
    found = {
        thing.id: Alliance(thing) for thing in snapshot.catalogue.things.values() if thing.type == "Alliance"
    }
    for row in snapshot.ask(_TIES):
        one = found[row["alliance"]]
        (one.leads if row["kind"] == "leads" else one.members).append(row["member"])
    for one in found.values():
        leading = set(one.leads)
        one.members = [key for key in one.members if key not in leading]
    return list(found.values())
