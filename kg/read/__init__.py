"""Stage 1: from files to raw text whose offsets count the code points of the file itself."""

from kg.read.find import find_reports
from kg.read.report import read_report

__all__ = ["find_reports", "read_report"]
