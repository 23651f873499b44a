"""Makes real small recordings: a moving picture and a tone."""

from pathlib import Path

import av
import numpy as np

RATE = 48_000
FRAMES = 5


def make_webm(path: Path, *, seconds: int, width: int = 320, height: int = 180) -> Path:
    """Write a seekable VP8 and Opus file: a bright bar wanders over the picture, a tone sounds."""
    with av.open(str(path), "w", format="webm") as container:
        picture = container.add_stream("libvpx", rate=FRAMES, options={"g": str(FRAMES), "deadline": "realtime"})
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        tone = container.add_stream("libopus", rate=RATE, layout="mono")
        for number in range(seconds * FRAMES):
            container.mux(picture.encode(_frame(number, width, height)))
        container.mux(picture.encode(None))
        samples = (0.2 * np.sin(2 * np.pi * 440 * np.arange(seconds * RATE) / RATE)).astype(np.float32)
        sound = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="fltp", layout="mono")
        sound.sample_rate = RATE
        fifo = av.AudioFifo()
        fifo.write(sound)
        while (piece := fifo.read(960)) is not None:
            container.mux(tone.encode(piece))
        container.mux(tone.encode(None))
    return path


def _frame(number: int, width: int, height: int) -> av.VideoFrame:
    image = np.zeros((height, width, 3), dtype=np.uint8)
    image[:, :, 0] = np.linspace(30, 70, width, dtype=np.uint8)
    image[:, :, 1] = np.linspace(60, 110, height, dtype=np.uint8)[:, None]
    image[:, :, 2] = 90
    left = (number * 4) % (width - 24)
    image[height // 3 : 2 * height // 3, left : left + 24] = (240, 220, 190)
    return av.VideoFrame.from_ndarray(image, format="rgb24")
