"""Finding names of divisions in running text."""

from collections.abc import Callable, Mapping, Sequence

from kg.gazetteer.types import Division, Hit


class Scanner:
    """Patterns over all names; built on first use."""

    def __init__(
        self,
        official: Mapping[str, Sequence[Division]],
        other: Mapping[str, Sequence[Division]],
        named: Callable[[str], tuple[Division, ...]],
    ) -> None:
        self._official, self._other, self._named = official, other, named

    def scan(self, text: str) -> list[Hit]:
        """See `Gazetteer.scan`."""
        raise NotImplementedError
