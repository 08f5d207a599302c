"""The values that flow through the stages: frozen, slotted dataclasses on the standard library alone."""
