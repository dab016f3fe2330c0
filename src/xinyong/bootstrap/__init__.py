"""The one place that chooses adapters and wires them to the use cases."""
