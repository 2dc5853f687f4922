"""Files that people write: declarations in TOML and tables in CSV, read strictly and refused in one sentence."""
