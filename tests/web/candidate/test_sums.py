"""SHA-256 by our own script, piece by piece, is the one of everybody else."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import paletter.web

SCRIPT = Path(paletter.web.__file__).parent / "static" / "paletter" / "candidate" / "sha256.js"
NODE = shutil.which("node")
SIZES = [0, 1, 55, 56, 63, 64, 119, 120, 128, 5001]
PIECES = [1, 63, 64, 65, 1000]

pytestmark = pytest.mark.skipif(NODE is None, reason="NOT TESTED: node is missing")


def told(folder: Path, script: str, content: bytes = b"") -> str:
    """Return what a script prints that may use Sha256 and finds `content` in `bytes`."""
    (folder / "sha256.mjs").write_text(SCRIPT.read_text())
    (folder / "ask.mjs").write_text(
        'import { readFileSync } from "node:fs";\n'
        'import { Sha256 } from "./sha256.mjs";\n'
        f"const bytes = new Uint8Array(readFileSync(0));\n{script}"
    )
    asked = subprocess.run([str(NODE), folder / "ask.mjs"], input=content, capture_output=True, check=True)
    return asked.stdout.decode().strip()


def test_the_sum_of_pieces_is_that_of_the_whole(tmp_path: Path) -> None:
    content = bytes(at * at % 251 for at in range(max(SIZES)))
    script = f"""
const pieces = {json.dumps(PIECES)};
const sums = {json.dumps(SIZES)}.map((size) => pieces.map((piece) => {{
  const sum = new Sha256();
  for (let at = 0; at < size; at += piece) sum.add(bytes.subarray(at, Math.min(at + piece, size)));
  return sum.digest();
}}));
console.log(JSON.stringify(sums));
"""

    sums = json.loads(told(tmp_path, script, content))

    assert sums == [[hashlib.sha256(content[:size]).hexdigest()] * len(PIECES) for size in SIZES]
