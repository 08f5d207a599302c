"""health-policy-kg: Chinese health-authority reports as a knowledge graph that can be checked."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("health-policy-kg")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+source"
