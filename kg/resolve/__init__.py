"""Stage 4: mentions → entities, within the report; equal names in equal scope are one entity across reports."""

from kg.resolve.report import Resolution, resolve

__all__ = ["Resolution", "resolve"]
