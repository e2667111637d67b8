"""A REFI-QDA codebook exported by Taguette: pip install taguette==1.5.2; python refi_taguette.py. Writes refi_taguette.qdc.

Taguette exports codebooks only; its names carry the hierarchy with dots.
"""

import io
import pathlib
from types import SimpleNamespace

from taguette.export import codebook_xml

names = ["travel", "travel.bus", "childcare & cost", "“good” work"]
out = io.BytesIO()
codebook_xml([SimpleNamespace(path=name) for name in names], out)
pathlib.Path(__file__).with_suffix(".qdc").write_bytes(out.getvalue())
