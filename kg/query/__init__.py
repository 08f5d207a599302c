"""Stage 8: questions to the graph, canned or free, and one entity with all that is said of it."""
