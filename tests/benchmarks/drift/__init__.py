"""How well drift tells what changed, from what only looks other: `python -m tests.benchmarks.drift`."""
