"""A REFI-QDA project exported by another program, `qc`, and what it holds.

pip install qualitative-coding==1.7.8; python refi_qualitative_coding.py. Writes refi_qualitative_coding.qdpx and .tsv (document, coder, code, start, end, words).
Positions and words in the .tsv come from the texts below, not from the project.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

from qualitative_coding.corpus import QCCorpus

TEXTS = {
    "anna.txt": "I would work, of course I would.\nThe bus 🚌 goes at ten past nine – that is no good for a six o’clock shift.\n\nAnd the nursery? Café prices & more.\n",
    "bet.txt": "Näher am Meer gibt’s keine Arbeit <sagt man>.\nΔουλειά: none.\nWe were told “apply online”.\n",
}
CODEBOOK = "- work\n- travel:\n  - bus\n  - car\n- childcare\n"
CODED = {
    ("anna.txt", "kim"): [(0, "work"), (1, "bus"), (1, "work"), (3, "childcare")],
    ("anna.txt", "lee"): [(1, "bus"), (3, "childcare"), (0, "travel")],
    ("bet.txt", "kim"): [(0, "work"), (1, "work"), (2, "car")],
}

here = pathlib.Path(__file__).parent.resolve()
folder = pathlib.Path(tempfile.mkdtemp())
os.chdir(folder)
subprocess.run(["qc", "init"], check=True)
subprocess.run(["qc", "init"], check=True)
(folder / "codebook.yaml").write_text(CODEBOOK)
for name, text in TEXTS.items():
    (folder / name).write_text(text, encoding="utf-8")
    subprocess.run(["qc", "corpus", "import", name, "--importer", "verbatim"], check=True)
corpus = QCCorpus("settings.yaml")
lines = []
with corpus.session():
    for (document, coder), coded in CODED.items():
        corpus.update_coded_lines(document, coder, [{"line": line, "code_id": code} for line, code in coded])
        rows = TEXTS[document].splitlines(keepends=True)
        for line, code in coded:
            start = sum(len(row) for row in rows[:line])
            words = rows[line].replace("\n", "\\n")
            lines.append(f"{document}\t{coder}\t{code}\t{start}\t{start + len(rows[line])}\t{words}\n")
subprocess.run(["qc", "export", "out.qdpx"], check=True)
shutil.copy(folder / "out.qdpx", here / "refi_qualitative_coding.qdpx")
(here / "refi_qualitative_coding.tsv").write_text("".join(sorted(lines)), encoding="utf-8")
