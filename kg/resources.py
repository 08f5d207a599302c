"""Where the files that ship with the product lie: `ontology/`, `queries/` and `kg/data/`.

In a source tree the first two are top-level folders; in an installed wheel they lie inside the package.
"""

from pathlib import Path

from kg.errors import ResourceError

PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    for folder in (PACKAGE / "_shipped" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise ResourceError(f"the folder {name}/ that ships with kg is missing: install health-policy-kg again")


def ontology_dir() -> Path:
    """The folder with health-policy.ttl and indicators.ttl. Raises ResourceError where it is missing."""
    return _shipped("ontology")


def queries_dir() -> Path:
    """The folder with the canned Cypher questions. Raises ResourceError where it is missing."""
    return _shipped("queries")


def data_file(name: str) -> Path:
    """A data file in `kg/data/`. Raises ResourceError where it is missing."""
    path = PACKAGE / "data" / name
    if not path.is_file():
        raise ResourceError(
            f"the data file {name} that ships with kg is missing: install health-policy-kg again"
        )
    return path
