"""The outside world: databases, files, calendars and clocks behind the ports of the ledger."""
