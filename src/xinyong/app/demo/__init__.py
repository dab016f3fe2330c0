"""The synthetic authority network: its organisations, its deliveries with defects, and what the demo reports."""
