"""Where the project's folders are, found from the package and never from the working directory."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
RAW = PROJECT / "data" / "raw"
CODEBOOKS = PROJECT / "data" / "codebooks"
PROCESSED = PROJECT / "data" / "processed"
FIGURES = PROJECT / "figures"
NOTEBOOKS = PROJECT / "notebooks"
BUILD = PROJECT / "build"
MANIFEST = RAW / "corpus.toml"
TERMS = CODEBOOKS / "terms.toml"
CONCEPTS = CODEBOOKS / "concepts.toml"
US_FRAMES = CODEBOOKS / "us_frames.toml"
GS_CLAIMS = CODEBOOKS / "global_south_claims.toml"
FIRST_RUN = CODEBOOKS / "first_run"
ATTRIBUTION = CODEBOOKS / "attribution.toml"
COMPARISONS = CODEBOOKS / "comparisons.toml"
QUANTITIES = CODEBOOKS / "quantities.toml"
SOURCES = CODEBOOKS / "sources.toml"
CODING = PROJECT / "data" / "coding"
COLUMNS = CODEBOOKS / "columns.toml"
