"""health-policy-kg: Chinese health-authority reports as a knowledge graph that can be checked."""


def __getattr__(name: str) -> str:
    """`kg.__version__`, looked up when asked for: it costs more than the rest of the start."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("health-policy-kg")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+source"
