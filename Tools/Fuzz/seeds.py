"""Writes small valid inputs of every form, for the fuzz targets to begin with.

usage: seeds.py FOLDER   (each target's go to FOLDER/TARGET/seeds)
"""

import base64
import gzip
import io
import json
import pathlib
import struct
import sys
import tarfile

root = pathlib.Path(__file__).resolve().parents[2]
out = pathlib.Path(sys.argv[1])
targets = [file.stem for file in (root / "Tools/Fuzz").glob("*.swift")]


def seed(target, name, content):
    folder = out / target / "seeds"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


for target in targets:
    (out / target / "seeds").mkdir(parents=True, exist_ok=True)

# A tokenizer of all bytes and a few merges.
printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
others = [byte for byte in range(256) if byte not in printable]
alphabet = {byte: chr(byte) for byte in printable}
alphabet |= {byte: chr(0x100 + place) for place, byte in enumerate(others)}
tokens = [bytes([byte]) for byte in range(256)] + [b"he", b"ll", b"hell", b"hello", b" w", b"  "]
merges = [(b"h", b"e"), (b"l", b"l"), (b"he", b"ll"), (b"hell", b"o"), (b" ", b"w"), (b" ", b" ")]


def spelled(token):
    return "".join(alphabet[byte] for byte in token)


vocabulary = {spelled(token): place for place, token in enumerate(tokens)}
pairs = [[spelled(left), spelled(right)] for left, right in merges]
lines = [" ".join(pair) for pair in pairs]
byte_level = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}
split = {"type": "Split", "pattern": {"Regex": r" ?\p{L}+|\s+(?!\S)|."}, "behavior": "Isolated"}
added = [{"id": 262, "content": "<|endoftext|>", "special": True, "normalized": False,
          "lstrip": True, "rstrip": False, "single_word": False}]


def tokenizer(pre_tokenizer, normalizer=None, **model):
    model = {"type": "BPE", "vocab": vocabulary, "merges": lines} | model
    return json.dumps({"added_tokens": added, "normalizer": normalizer,
                       "pre_tokenizer": pre_tokenizer, "model": model}, ensure_ascii=False)


def sequence(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


json_seeds = {
    "byte-level": tokenizer(byte_level),
    "split": tokenizer(sequence(split, byte_level | {"use_regex": False}), {"type": "NFC"},
                       merges=pairs, ignore_merges=True),
    "digits": tokenizer(sequence({"type": "Digits", "individual_digits": True}, byte_level),
                        {"type": "Sequence", "normalizers": [
                            {"type": "Lowercase"}, {"type": "Replace", "pattern": {"String": " "},
                                                    "content": "_"}]}),
    "punctuation": tokenizer(sequence({"type": "Punctuation", "behavior": "Contiguous"},
                                      {"type": "Whitespace"}, byte_level), {"type": "StripAccents"}),
}
for name, content in json_seeds.items():
    seed("TokenizerJSONFuzz", name, content)
    seed("JSONTextFuzz", name, content[-600:])
seed("VocabularyAndMergesFuzz", "small",
     json.dumps(vocabulary).encode() + b"\xff#version: 0.2\n" + "\n".join(lines).encode())
ranks = "".join(f"{base64.b64encode(token).decode()} {place}\n" for place, token in enumerate(tokens))
seed("RankFileFuzz", "small", ranks)
seed("TekkenFuzz", "small", json.dumps({
    "config": {"pattern": r" ?\p{L}+|\s+|.", "num_vocab_tokens": 300,
               "default_vocab_size": 264, "default_num_special_tokens": 2, "version": "v3"},
    "vocab": [{"rank": place, "token_bytes": base64.b64encode(token).decode(), "token_str": None}
              for place, token in enumerate(tokens)],
    "special_tokens": [{"rank": 0, "token_str": "<unk>", "is_control": True},
                       {"rank": 1, "token_str": "<s>", "is_control": True}]}))


def gguf_string(text):
    return struct.pack("<Q", len(text.encode())) + text.encode()


def gguf_strings(texts):
    return struct.pack("<IIQ", 9, 8, len(texts)) + b"".join(map(gguf_string, texts))


fields = [
    ("tokenizer.ggml.model", struct.pack("<I", 8) + gguf_string("gpt2")),
    ("tokenizer.ggml.pre", struct.pack("<I", 8) + gguf_string("llama-bpe")),
    ("tokenizer.ggml.tokens", gguf_strings(list(vocabulary) + ["<s>"])),
    ("tokenizer.ggml.token_type",
     struct.pack("<IIQ", 9, 5, len(vocabulary) + 1) + struct.pack(
         f"<{len(vocabulary) + 1}i", *[1] * len(vocabulary), 3)),
    ("tokenizer.ggml.merges", gguf_strings(lines)),
]
seed("GGUFFuzz", "small", b"GGUF" + struct.pack("<IQQ", 3, 0, len(fields))
     + b"".join(gguf_string(key) + value for key, value in fields))

patterns = [
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    r"[\p{Lu}\p{M}]*[\p{Ll}&&[^a-c]]+(?:'s|'t)?|\p{Han}{2,5}?|^\d+$|(?=a)a|[[:alpha:]]|\x{41}|.",
]
for place, pattern in enumerate(patterns):
    seed("PatternFuzz", str(place), pattern.encode() + b"\xff" + "It's 1234  a 世界\n\n AB ab".encode())
for file in sorted((root / "Corpora").rglob("*.txt"))[:30]:
    seed("EncodingFuzz", file.name, file.read_bytes()[:1500])
seed("EncodingFuzz", "mixed", "a<|x|> x’s 12345\r\n\r\n\t \u00a0世界こんにちは 각 ก็ "
     + "a" * 300 + " " * 90 + "\u0301\u0301 //\n'LL'll")
# Stretches of which a batch of 256 pre-tokens holds one and a half.
for name, cut in [("added", "<|x|>"), ("digits", " 12345 ")]:
    seed("EncodingFuzz", "stretches-" + name, cut.join(" ab cd" * 90 for _ in range(5)))

text = b"one line\ntwo lines\n" * 20
records = b'{"text": "one"}\n{"text": "two \\u00e9 \\ud83d\\ude00"}\n'
seed("GzipFuzz", "text", gzip.compress(text, mtime=0))
seed("GzipFuzz", "members", gzip.compress(text, mtime=0) + gzip.compress(b"end", mtime=0))
archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as tar:
    for name, content in [("a.txt", text), ("b" * 120 + ".jsonl", records)]:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
seed("TarFuzz", "two", archive.getvalue())
seed("RecordsFuzz", "lines", records)
seed("RecordsFuzz", "table", b'id,text\n1,"a ""quoted"" text"\n2,plain\n')
seed("RecordsFuzz", "array", b'[{"text": "one"}, {"messages": [{"role": "user", "content": "x"}]}]')
for file in (root / "Tests/CorpusReadingTests/Fixtures").iterdir():
    if file.suffix in (".parquet", ".arrow") and file.stat().st_size <= 16384:
        seed("ParquetFuzz" if file.suffix == ".parquet" else "ArrowFuzz", file.name,
             file.read_bytes())
# A frame of zstd with one raw block.
seed("ZstdFuzz", "raw", bytes.fromhex("28b52ffd2013") + struct.pack("<I", 19 << 3 | 1)[:3]
     + b"one line\ntwo lines\n\n")
