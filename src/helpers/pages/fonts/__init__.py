"""The font that figures are drawn with: a subset of Noto Sans CJK SC, under the SIL Open Font License (OFL.txt)."""

from pathlib import Path

FAMILY = "Compendium Sans SC"
FILE = Path(__file__).with_name("CompendiumSansSC-Regular.otf")
