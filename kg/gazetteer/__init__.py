"""The gazetteer: China's administrative divisions, province to township, with their history.

`load_gazetteer()` gives the one `Gazetteer`; see `regions.LICENCE.md` beside the data for its sources.
"""

from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.gazetteer.types import Division, Hit, Level

__all__ = ["Division", "Gazetteer", "Hit", "Level", "load_gazetteer"]
