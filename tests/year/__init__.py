"""Sixteen months of a whole network, simulated in one process: what must be true at every hour of it."""
