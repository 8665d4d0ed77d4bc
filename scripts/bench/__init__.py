"""Benchmarks: `python -m scripts.bench` measures both engines on databases of its own and rewrites docs/benchmarks.md."""
