"""Search of the catalogue: a tantivy index beside the database, made from it and thrown away at will.

`changes` is the feed every index follows, `index` the files and their life, `query` the question and the answer.
"""
