"""Arrays and tables in, tables out: what is counted and how sure it is; nothing here knows a corpus."""
