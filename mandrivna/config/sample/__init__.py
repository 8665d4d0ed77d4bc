"""The demonstration told inside a real installation, and taken out again without a trace: docs/adr/0010-sample.md.

`before`: what must be empty, and what is remembered. `loading`: the story, told through the same verbs as in `config.demo`.
`removal`: the one reviewed place that takes rows out of a sealed ledger, and refuses as soon as anything real depends on it.
"""
