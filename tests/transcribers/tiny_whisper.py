"""Makes a tiny Whisper model with random weights in CTranslate2's format: it knows nothing, but it loads and runs."""

from pathlib import Path

import numpy as np
import tokenizers
from ctranslate2.specs import WhisperSpec

WIDTH, HEADS, MELS, SOUND_STEPS, TEXT_STEPS = 32, 2, 80, 1500, 448
WORDS = 300
MARK_OF_MANY_LANGUAGES = ""
"""The token by which CTranslate2 knows a model of many languages: only their vocabularies have an empty one."""
LANGUAGES = ("en", "de", "fr")
TASKS = ("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps")
TIMES = [f"<|{i * 0.02:.2f}|>" for i in range(1501)]


def a_tiny_whisper(folder: Path, *, seed: int = 1, is_multilingual: bool = False) -> Path:
    folder.mkdir()
    tokens = ([MARK_OF_MANY_LANGUAGES] if is_multilingual else []) + _tokens()
    spec = _random_spec(len(tokens), np.random.default_rng(seed))
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [tokens.index(f"<|{code}|>") for code in LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.save(str(folder))
    _tokenizer(tokens).save(str(folder / "tokenizer.json"))
    return folder


def _tokens() -> list[str]:
    special = ["<|endoftext|>", "<|startoftranscript|>"]
    special += [f"<|{code}|>" for code in LANGUAGES] + [f"<|{task}|>" for task in TASKS]
    letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    words = [f"Ġword{i}" for i in range(WORDS)]
    return letters + words + special + TIMES


def _tokenizer(tokens: list[str]) -> tokenizers.Tokenizer:
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE({token: i for i, token in enumerate(tokens)}, []))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    first = tokens.index("<|endoftext|>")
    tokenizer.add_special_tokens(tokens[first : -len(TIMES)])
    return tokenizer


def _random_spec(vocabulary: int, random: np.random.Generator) -> WhisperSpec:
    def some(*shape: int) -> np.ndarray:
        return (0.2 * random.normal(size=shape)).astype(np.float32)

    def norm(spec) -> None:
        spec.gamma, spec.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def linear(spec, out: int, width: int = WIDTH) -> None:
        spec.weight, spec.bias = some(out, width), some(out)

    def layer(spec) -> None:
        norm(spec.self_attention.layer_norm)
        linear(spec.self_attention.linear[0], 3 * WIDTH)
        linear(spec.self_attention.linear[1], WIDTH)
        norm(spec.ffn.layer_norm)
        linear(spec.ffn.linear_0, 4 * WIDTH)
        linear(spec.ffn.linear_1, WIDTH, 4 * WIDTH)

    spec = WhisperSpec(1, HEADS, 1, HEADS)
    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = some(WIDTH, MELS, 3), some(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = some(WIDTH, WIDTH, 3), some(WIDTH)
    encoder.position_encodings.encodings = some(SOUND_STEPS, WIDTH)
    decoder.embeddings.weight = 10 * some(vocabulary, WIDTH)  # sure of itself, so that it does not try again
    decoder.projection.weight = decoder.embeddings.weight
    decoder.position_encodings.encodings = some(TEXT_STEPS, WIDTH)
    for side in (encoder, decoder):
        norm(side.layer_norm)
        layer(side.layer[0])
    cross = decoder.layer[0].attention
    norm(cross.layer_norm)
    for part, out in zip(cross.linear, (WIDTH, 2 * WIDTH, WIDTH), strict=True):
        linear(part, out)
    return spec
