"""Stage 7: the ledger in other forms. Each is derived from the ledger and can be thrown away and made again.

property graph   embedded.py starts the engine, graph_rows.py says what is in it, property_graph.py writes it over Bolt,
                 derived.py and graph_build.py keep the current one in the graph folder
files            statements.py (JSON Lines), tables.py (CSV), graphml.py, rdf.py
"""
