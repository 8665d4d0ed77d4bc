"""Files of each kind as paragraphs and tables. Whatever is wrong with a file, the answer is `UnreadableError`."""
