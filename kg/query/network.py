"""The network of alliances: who holds it together, where it would break, whom it does not reach.

Nodes are institutions, alliances and regions; two are tied where a report says that one leads, is a member of, partners with or supports the
other. Directions do not count. What is only planned (status `target`) is no tie unless asked for. Same ledger, same answer: nodes are sorted, and
communities are sought from a fixed seed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import QueryError, StoreError
from kg.ledger import Ledger
from kg.model.statement import Entity, Statement
from kg.query.cuts import cuts
from kg.query.format import as_csv
from kg.query.run import Result
from kg.store.files import written
from kg.store.graphml import NOT_XML

TIES = ("leads", "memberOf", "partnersWith", "supports")
_BODIES = ("Institution", "Alliance")
_OF_ALLIANCES = ("leads", "memberOf")
_CARE = ("hospital", "primary_care", "public_health")
_SEED = 20
_EXACT = 2_000
_SOURCES = 200
"""Betweenness grows with nodes times ties: the whole country would take hours, the estimate seconds."""
_TODAY = re.compile(rb' lastmodifieddate="[^"]*"')


@dataclass(frozen=True, slots=True)
class Network:
    """The ties as a networkx graph (`graph`, nodes are entity ids), with the statements and the entities that it is made of."""

    graph: Any
    ties: tuple[Statement, ...]
    entities: dict[str, Entity]
    placed: tuple[Statement, ...]


def network(
    ledger: Ledger, *, planned: bool = False, least: float = 0.0, relations: Iterable[str] = TIES
) -> Network:
    """The network that a ledger tells. With `planned` ties that are only sought count too; `least` is the lowest confidence that counts."""
    import networkx as nx

    wanted, ties, placed = set(relations), [], []
    for s in ledger.statements():
        if s.confidence < least or (s.qualifiers.get("status") == "target" and not planned):
            continue
        if s.predicate in wanted and s.subject.id != s.object.id:
            ties.append(s)
        elif s.predicate == "locatedIn":
            placed.append(s)
    entities = {e.id: e for s in (*ties, *placed) for e in (s.subject, s.object)}
    graph = nx.Graph()
    graph.add_nodes_from(sorted({e.id for s in ties for e in (s.subject, s.object)}))
    for one, other in sorted({tuple(sorted((s.subject.id, s.object.id))) for s in ties}):
        graph.add_edge(one, other, ties=0)
    for s in ties:
        graph.edges[s.subject.id, s.object.id]["ties"] += 1
    return Network(graph, tuple(ties), entities, tuple(placed))


def tables(net: Network) -> dict[str, Result]:
    """All tables by name, in the order in which they are read."""
    return {
        "components": _components(net),
        "hubs": _hubs(net),
        "regions": _regions(net),
        "bridges": _bridges(net),
        "cut-vertices": _cuts(net),
        "communities": _communities(net),
        "reach": _reach(net),
        "regions-without": _regions_without(net),
    }


def _name(net: Network, key: str) -> str:
    return net.entities[key].name


def _names(net: Network, keys: Iterable[str]) -> list[str]:
    return sorted(_name(net, key) for key in keys)


def _by_size(groups: Iterable[Iterable[str]]) -> list[list[str]]:
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def _groups(net: Network, groups: Iterable[Iterable[str]], first: str) -> Result:
    rows = [(n, len(group), _names(net, group)) for n, group in enumerate(_by_size(groups), 1)]
    return Result((first, "size", "members"), tuple(rows))


def _components(net: Network) -> Result:
    import networkx as nx

    return _groups(net, nx.connected_components(net.graph), "component")


def _communities(net: Network) -> Result:
    return _groups(net, communities(net), "community")


def communities(net: Network) -> list[list[str]]:
    """Groups that are tied more closely within than to others (Louvain), largest first."""
    import networkx as nx

    found = nx.community.louvain_communities(net.graph, weight="ties", seed=_SEED) if net.graph else []
    return _by_size(found)


def _hubs(net: Network) -> Result:
    """Institutions and alliances by their ties to each other: help between regions makes nobody a hub."""
    bodies, between = _among_bodies(net)
    rows = [
        (_name(net, key), net.entities[key].type, degree, round(between[key], 6))
        for key, degree in bodies.degree()
        if degree
    ]
    rows.sort(key=lambda row: (-row[2], -row[3], row[0], row[1]))
    return Result(("name", "type", "neighbours", "betweenness"), tuple(rows))


def _among_bodies(net: Network) -> tuple[Any, dict[str, float]]:
    """The part of the network without regions, and how many of its shortest ways lead through each node (0 to 1).

    With more than `_EXACT` bodies that is estimated from the ways of `_SOURCES` of them, always the same.
    """
    import networkx as nx

    keys = [key for key in net.graph if net.entities[key].type in _BODIES]
    bodies = nx.Graph()  # no view of the other: a view gives its nodes in any order
    bodies.add_nodes_from(keys)
    bodies.add_edges_from((a, b) for a, b in net.graph.edges if a in bodies and b in bodies)
    sources = _SOURCES if len(keys) > _EXACT else None
    return bodies, nx.betweenness_centrality(bodies, k=sources, seed=_SEED)


def _regions(net: Network) -> Result:
    """Regions by the regions and by the bodies that they are tied to."""
    rows = []
    for key in net.graph:
        if net.entities[key].type == "Region":
            others = [net.entities[other].type for other in net.graph[key]]
            regions = others.count("Region")
            rows.append((_name(net, key), list(net.entities[key].within), regions, len(others) - regions))
    rows.sort(key=lambda row: (-row[2] - row[3], row[0], row[1]))
    return Result(("region", "within", "regions", "bodies"), tuple(rows))


def _bridges(net: Network) -> Result:
    """Ties whose loss parts the network; the end on the smaller side first."""
    rows = []
    for (one, other), (here, there) in cuts(net.graph).bridges.items():
        sides = sorted([(here, _name(net, one)), (there, _name(net, other))])
        rows.append((sides[0][1], sides[1][1], sides[0][0]))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return Result(("one", "other", "cut_off"), tuple(rows))


def _cuts(net: Network) -> Result:
    """Nodes whose loss parts the network; all but the largest part are cut off."""
    rows = [(_name(net, key), len(parts), sum(parts[:-1])) for key, parts in cuts(net.graph).vertices.items()]
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    return Result(("name", "parts", "cut_off"), tuple(rows))


def _reach(net: Network) -> Result:
    led: dict[str, set[str]] = {}
    members: dict[str, set[str]] = {}
    for s in net.ties:
        if s.predicate == "leads":
            led.setdefault(s.subject.id, set()).add(s.object.id)
        elif s.predicate == "memberOf":
            members.setdefault(s.object.id, set()).add(s.subject.id)
    rows = []
    for lead in sorted(led):
        reached = {m for alliance in led[lead] for m in members.get(alliance, ())} - {lead}
        regions = {net.entities[m].within for m in reached if net.entities[m].within}
        rows.append(
            (_name(net, lead), _names(net, led[lead]), len(reached), len(regions), _names(net, reached))
        )
    rows.sort(key=lambda row: (-row[2], row[0]))
    return Result(("lead", "alliances", "members", "regions", "member_names"), tuple(rows))


def _chains(entity: Entity) -> Iterable[tuple[str, ...]]:
    """The region that an entity is or lies in, and all above it."""
    whole = (*entity.within, entity.name) if entity.type == "Region" else entity.within
    return (whole[:n] for n in range(1, len(whole) + 1))


def _regions_without(net: Network) -> Result:
    """Regions with health institutions where neither an alliance, nor a lead or member of one, is known."""
    inside = {e.id: e for s in net.ties if s.predicate in _OF_ALLIANCES for e in (s.subject, s.object)}
    served = {chain for entity in inside.values() for chain in _chains(entity)}
    care: dict[tuple[str, ...], set[str]] = {}
    for s in net.placed:
        region = (*s.object.within, s.object.name)
        if s.subject.id in inside or s.subject.type == "Alliance":
            served.update(_chains(s.object))
        elif s.subject.subtype in _CARE:
            care.setdefault(region, set()).add(s.subject.id)
    rows = [(r[-1], list(r[:-1]), len(found)) for r, found in care.items() if r not in served]
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return Result(("region", "within", "institutions"), tuple(rows))


def write_tables(made: Mapping[str, Result], folder: Path) -> None:
    """Writes each table as `folder/NAME.csv`; the folder is made where it is not there. Raises StoreError where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be made ({error.strerror}): name a folder that may be written"
        ) from error
    for name, result in made.items():
        with written(folder / f"{name}.csv") as file:
            file.write(as_csv(result).encode() + b"\n")


def write_network(net: Network, path: Path) -> None:
    """Writes the network with the results as attributes of its nodes and edges, as GraphML or GEXF after the suffix.

    `neighbours` counts all ties of a node, `bodies` those to institutions and alliances; `betweenness` is that among these, 0 for a region.
    Raises QueryError for another suffix, StoreError where the file cannot be written.
    """
    import networkx as nx

    writers = {".graphml": nx.write_graphml_xml, ".gexf": nx.write_gexf}
    if path.suffix.lower() not in writers:
        raise QueryError(f"{path}: name the file with one of the suffixes {', '.join(writers)}")
    graph = net.graph.copy()
    bodies, between = _among_bodies(net)
    apart = cuts(graph)
    group = {key: n for n, keys in enumerate(communities(net), 1) for key in keys}
    part = {key: n for n, keys in enumerate(_by_size(nx.connected_components(graph)), 1) for key in keys}
    for key, degree in net.graph.degree():
        entity = net.entities[key]
        graph.nodes[key].update(
            label=NOT_XML.sub("", entity.name), type=entity.type, subtype=entity.subtype, within=";".join(entity.within),
            component=part[key], community=group[key], neighbours=degree,
            bodies=bodies.degree(key) if key in bodies else sum(n in bodies for n in net.graph[key]),
            betweenness=round(between.get(key, 0.0), 6), cut_vertex=key in apart.vertices,
        )  # fmt: skip
    said: dict[tuple[str, ...], set[str]] = {}
    for s in net.ties:
        said.setdefault(tuple(sorted((s.subject.id, s.object.id))), set()).add(s.predicate)
    for ends in graph.edges:
        pair = tuple(sorted(ends))
        graph.edges[ends].update(relations=";".join(sorted(said[pair])), bridge=pair in apart.bridges)
    with written(path) as file:
        draft = io.BytesIO()
        writers[path.suffix.lower()](graph, draft)
        file.write(_TODAY.sub(b"", draft.getvalue()))  # same in, same out
