"""Stage 3: clean text → mentions and relations, as a spaCy pipeline.

>>> from kg.extract import load
>>> doc = load()("开平市中心医院与中山大学附属第一医院签订合作协议。")
>>> [(span.text, span.label_) for span in doc.spans["Institution"]]
"""

from kg.extract.pipeline import COMPONENTS, extract, load

__all__ = ["COMPONENTS", "extract", "load"]
