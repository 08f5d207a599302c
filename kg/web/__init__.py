"""The explorer: a JSON interface over the graph, and the page that shows it. Reads only.

sources    where the graph comes from: a graph folder, or a Neo4j
holder     keeps its newest state open, and the one before for those who began with that
snapshot   one state: the store, its names in memory, what was worked out once
app        the routes; `docs/explorer-api.md` tells what each answers
serve      runs it
static/    the page; apidocs/ the page that describes the interface
"""
