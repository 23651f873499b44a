"""Fits the bound on pocketsphinx's mean word posterior from which its words may be scored unchecked.

    python bench/fit_sphinx_trust.py tests/data/speech [more folders with references.tsv]

Listens to the recordings as they are, with noise, squeezed by Opus, and read by synthetic voices (espeak-ng), and
prints for each the word error rate and the mean posterior, then how well bounds tell WER < 0.4 from the rest.
About as long as the recordings of all variants together. What the figures are worth: docs/speech.md.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from paletter.interviews import media
from paletter.transcribers.protocol import SAMPLE_RATE, Audio
from paletter.transcribers.sphinx import SphinxTranscriber

GOOD_WER = 0.4
NOISE_DB = (20, 10, 5, 0)
OPUS_BITS = (32_000, 12_000, 6_000)
VOICES = ("en-us", "en-gb", "en-gb-scotland", "en-us+f3")


def word_errors(said: str, heard: str) -> float:
    wanted, got = said.split(), heard.split()
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1] / len(wanted)


def with_noise(audio: Audio, decibel: float) -> Audio:
    noise = np.random.default_rng(7).normal(size=len(audio)).astype(np.float32)
    loudness = float(np.sqrt(np.mean(audio**2)))
    return np.clip(audio + noise * loudness / 10 ** (decibel / 20), -1, 1).astype(np.float32)


def squeezed(audio: Audio, bits: int) -> Audio:
    target = io.BytesIO()
    with av.open(target, "w", format="ogg") as out:
        stream = out.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = bits
        for start in range(0, len(audio), 320):
            piece = np.pad(audio[start : start + 320], (0, max(0, start + 320 - len(audio))))
            frame = av.AudioFrame.from_ndarray(piece[None, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return _decoded("squeezed.ogg", target.getvalue())


def read_by(voice: str, text: str) -> Audio:
    spoken = subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "--stdout", text], capture_output=True, check=True)  # noqa: S607
    return _decoded("spoken.wav", spoken.stdout)


def _decoded(name: str, data: bytes) -> Audio:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return media.decode_audio(path)


def variants(folder: Path) -> Iterator[tuple[str, Audio, str]]:
    for line in (folder / "references.tsv").read_text().splitlines():
        name, said = line.split("\t")
        audio = media.decode_audio(folder / name)
        # The reference of two_cities covers only its first sentences.
        audio = audio[: int(20.8 * SAMPLE_RATE)] if name == "two_cities.wav" else audio
        yield f"{name} as it is", audio, said
        for decibel in NOISE_DB:
            yield f"{name} noise {decibel} dB", with_noise(audio, decibel), said
        for bits in OPUS_BITS:
            yield f"{name} opus {bits}", squeezed(audio, bits), said
        for voice in VOICES:
            yield f"{name} voice {voice}", read_by(voice, said), said


def report(seen: list[tuple[float, float]]) -> None:
    good = [mean for wer, mean in seen if wer < GOOD_WER]
    bad = [mean for wer, mean in seen if wer >= GOOD_WER]
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    print(f"{len(good)} good, {len(bad)} bad, AUC {wins / max(1, len(good) * len(bad)):.3f}")
    for bound in np.arange(0.3, 0.8, 0.05):
        kept = sum(g >= bound for g in good) / max(1, len(good))
        let_in = sum(b >= bound for b in bad) / max(1, len(bad))
        print(f"bound {bound:.2f}: {kept:.0%} of the good are trusted, {let_in:.0%} of the bad")


def main(folders: list[str]) -> None:
    seen = []
    for folder in folders:
        for name, audio, said in variants(Path(folder)):
            heard = SphinxTranscriber().transcribe(audio)
            wer, mean = word_errors(said, heard.text), heard.confidence or 0.0
            seen.append((wer, mean))
            print(f"{name:45s} WER {wer:.2f}  posterior {mean:.3f}  words {len(heard.segments)}", flush=True)
    report(seen)


if __name__ == "__main__":
    main(sys.argv[1:])
