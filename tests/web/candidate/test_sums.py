"""SHA-256 by our own script, piece by piece, is the one of everybody else."""

import hashlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest

import paletter.web

SCRIPT = Path(paletter.web.__file__).parent / "static" / "paletter" / "candidate" / "sha256.js"
NODE = shutil.which("node")
ASK = """
import {{ readFileSync }} from "node:fs";
import {{ Sha256 }} from "{script}";
const bytes = readFileSync(0);
const sum = new Sha256();
for (let at = 0; at < bytes.length; at += {piece}) sum.add(new Uint8Array(bytes.subarray(at, at + {piece})));
console.log(sum.digest());
"""

pytestmark = pytest.mark.skipif(NODE is None, reason="NOT TESTED: node is missing")


@pytest.mark.parametrize("piece", [1, 63, 64, 65, 1000])
@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 119, 120, 128, 5001])
def test_the_sum_of_pieces_is_that_of_the_whole(tmp_path: Path, size: int, piece: int) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311 - only to have bytes
    script = tmp_path / "sha256.mjs"
    script.write_text(SCRIPT.read_text())

    ask = ASK.format(script=script, piece=piece)
    asked = subprocess.run(
        [str(NODE), "--input-type=module", "-e", ask], input=content, capture_output=True, check=True
    )

    assert asked.stdout.decode().strip() == hashlib.sha256(content).hexdigest()


def test_also_of_more_bits_than_a_word_counts(tmp_path: Path) -> None:
    script = tmp_path / "sha256.mjs"
    script.write_text(SCRIPT.read_text())
    ask = f"""
import {{ Sha256 }} from "{script}";
const sum = new Sha256();
const block = new Uint8Array(1 << 20);
for (let i = 0; i < 513; i++) sum.add(block);
console.log(sum.digest());
"""
    asked = subprocess.run([str(NODE), "--input-type=module", "-e", ask], capture_output=True, check=True)

    whole = hashlib.sha256()
    for _ in range(513):
        whole.update(bytes(1 << 20))
    assert asked.stdout.decode().strip() == whole.hexdigest()
