"""Strings in, spans out: hanzi, forms, names, patterns, sentences and words, quotations, numbers."""
