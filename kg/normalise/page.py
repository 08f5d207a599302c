"""A cleaned page: the text, its furniture and title, from which the metadata are read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model.text import Range
from kg.normalise.furniture import outside
from kg.normalise.titles import Title

_CRUMB = re.compile(r"\s*(?:->|>>?|›|»|→)\s*")
_GENERIC = re.compile(r"正文|首页|列表|详情|内容")


@dataclass(frozen=True, slots=True)
class Page:
    """A clean text with its furniture and title."""

    text: str
    furniture: tuple[Range, ...]
    title: Title

    @property
    def labels(self) -> str:
        """All furniture, one piece a line."""
        return "\n".join(self.text[a:b] for a, b in self.furniture)

    @property
    def body(self) -> str:
        """The text behind the title without its furniture."""
        return "\n".join(self.text[a:b] for a, b in outside(self.furniture, self.title.end, len(self.text)))

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The steps of the breadcrumb at the head, the site first; empty without one."""
        for start, end in self.furniture:
            words = self.text[start:end]
            steps = [s for s in _CRUMB.split(re.sub(r"^.*?位置[：:]\s*", "", words)) if s]
            if len(steps) >= 3 and "\n" not in words:
                return tuple(s for s in steps if not _GENERIC.fullmatch(s))
        return ()
