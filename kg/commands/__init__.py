"""The groups of subcommands of `kg`, one module a group; `kg.cli` puts them together."""
