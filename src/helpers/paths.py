"""Where the project's folders and files are, found from the package and never from the working directory.

>>> MANIFEST.relative_to(PROJECT).as_posix(), TERMS.is_relative_to(CODEBOOKS)
('data/raw/corpus.toml', True)
"""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# What is read (raw, codebooks, coding), what is published (processed, figures, notebooks, methods) and what is not.
RAW = PROJECT / "data" / "raw"
CODEBOOKS = PROJECT / "data" / "codebooks"
FIRST_RUN = CODEBOOKS / "first_run"
CODING = PROJECT / "data" / "coding"
OUTSIDE = PROJECT / "data" / "outside"
PROCESSED = PROJECT / "data" / "processed"
FIGURES = PROJECT / "figures"
NOTEBOOKS = PROJECT / "notebooks"
METHODS = PROJECT / "docs" / "methods.ipynb"
BUILD = PROJECT / "build"

# Declarations, each read by the module that owns it.
MANIFEST = RAW / "corpus.toml"
TERMS = CODEBOOKS / "terms.toml"
CONCEPTS = CODEBOOKS / "concepts.toml"
US_FRAMES = CODEBOOKS / "us_frames.toml"
GS_CLAIMS = CODEBOOKS / "global_south_claims.toml"
ATTRIBUTION = CODEBOOKS / "attribution.toml"
COMPARISONS = CODEBOOKS / "comparisons.toml"
QUANTITIES = CODEBOOKS / "quantities.toml"
SOURCES = CODEBOOKS / "sources.toml"
INSTITUTIONS = CODEBOOKS / "institutions.toml"
SCHEMES = CODEBOOKS / "schemes.toml"
OBLIGATIONS = CODEBOOKS / "obligations.toml"
INSTITUTIONS_SAID = CODEBOOKS / "institutions_said.toml"
SENSITIVITY = CODEBOOKS / "sensitivity.toml"
PARAMETERS = CODEBOOKS / "parameters.toml"
COLUMNS = CODEBOOKS / "columns.toml"
EVIDENCE = CODEBOOKS / "evidence.toml"
