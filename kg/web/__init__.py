"""The explorer: a JSON interface over the graph, and the page that shows it. Reads only.

    with open_explorer(EmbeddedSource(Path("graph"))) as app: ...

`docs/explorer-api.md` describes each endpoint; the page itself lies in `static/`.
"""
