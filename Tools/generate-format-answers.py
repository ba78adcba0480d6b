#!/usr/bin/env python3
"""Writes Tests/TokenizerFormatsTests/ReferenceAnswers.swift: what `tokenizers` makes of texts.

    pip install tokenizers==0.23.3
    Tools/generate-format-answers.py

Two kinds of answers:
- pipelines: a vocabulary of the 256 bytes (ids 0...255) and the same with the suffix `</w>`
  (256...511) shows in the ids where each pre-token ends, under many normalizers, pre-tokenizers and
  added tokens;
- models: small vocabularies and merges in any order, some without all bytes, with an unknown token
  or a suffix;
- normalizers: a checksum for each 4,096 scalars below U+30000 of the normalized forms of texts with each of them.
"""

import json
import pathlib
import random
import zlib

import tokenizers
from tokenizers import Tokenizer, normalizers

PRINTABLE = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
ALPHABET = {b: chr(b) for b in PRINTABLE}
for byte in range(256):
    ALPHABET.setdefault(byte, chr(0x100 + sum(1 for b in range(byte) if b not in PRINTABLE)))
VOCABULARY = {ALPHABET[b]: b for b in range(256)} | {ALPHABET[b] + "</w>": 256 + b for b in range(256)}

BYTES = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
SPACED = BYTES | {"add_prefix_space": True}
WORDS = BYTES | {"use_regex": True}


def split(pattern, behavior, invert=False):
    kind = "Regex" if pattern.startswith("/") else "String"
    return {"type": "Split", "pattern": {kind: pattern.strip("/")}, "behavior": behavior,
            "invert": invert}


def added(id, content, **flags):
    return {"id": id, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": False, "special": False} | flags


BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
PRE_TOKENIZERS = [
    [BYTES], [SPACED], [WORDS], [WORDS | {"add_prefix_space": True}],
    *([split(pattern, behavior, invert), BYTES]
      for pattern in ["-", "ab", r"/\s+/", r"/[a-z]+|\d/"] for behavior in BEHAVIORS
      for invert in [False, True]),
    *([{"type": "Digits", "individual_digits": individual}, BYTES] for individual in [False, True]),
    *([{"type": "Punctuation", "behavior": behavior}, BYTES] for behavior in BEHAVIORS),
    [{"type": "Whitespace"}, SPACED], [{"type": "WhitespaceSplit"}, BYTES],
    [{"type": "UnicodeScripts"}, BYTES], [{"type": "CharDelimiterSplit", "delimiter": "b"}, BYTES],
    [{"type": "FixedLength", "length": 3}, BYTES],
    [{"type": "Whitespace"}, {"type": "Digits", "individual_digits": True},
     {"type": "Punctuation", "behavior": "Isolated"}, SPACED],
    [split(r"/\d{1,3}/", "Isolated"), split("/[一-龥぀-ヿ]+/", "Isolated"), WORDS],
]
NORMALIZERS = [
    {"type": "NFC"}, {"type": "NFD"}, {"type": "NFKC"}, {"type": "NFKD"}, {"type": "Lowercase"},
    {"type": "StripAccents"}, {"type": "Strip", "strip_left": True, "strip_right": True},
    {"type": "Strip", "strip_left": False, "strip_right": True}, {"type": "Prepend", "prepend": "é "},
    {"type": "Replace", "pattern": {"String": "ab"}, "content": "X"},
    {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
    {"type": "Sequence", "normalizers": [
        {"type": "NFD"}, {"type": "Lowercase"}, {"type": "StripAccents"}]},
    {"type": "Sequence", "normalizers": []},
]
ADDED = [
    [added(512, "ab"), added(513, "abc", special=True), added(514, "b-")],
    [added(512, "ab", single_word=True), added(513, "-", lstrip=True), added(514, "1", rstrip=True)],
    [added(512, "  "), added(513, "a", rstrip=True), added(514, "   ", normalized=True)],
    [added(512, "É", normalized=True), added(513, "AB", normalized=True, single_word=True)],
    [added(512, "ø"), added(513, "<ab>", lstrip=True, rstrip=True, special=True)],
]
# What follows ByteLevel sees its alphabet; Falcon is the one that is published.
IN_ALPHABET = [
    [{"type": "Punctuation", "behavior": "Contiguous"}, WORDS,
     {"type": "Digits", "individual_digits": False}, split("/[0-9][0-9][0-9]/", "Isolated")],
    [BYTES, {"type": "Digits", "individual_digits": True}], [BYTES, {"type": "Punctuation", "behavior": "Isolated"}],
    [BYTES, {"type": "Whitespace"}], [BYTES, {"type": "UnicodeScripts"}], [SPACED, {"type": "FixedLength", "length": 2}],
    [BYTES, split("Ġ", "MergedWithNext")], [{"type": "WhitespaceSplit"}, BYTES, split(r"/\p{L}+/", "Removed", True)],
    [{"type": "BertPreTokenizer"}, SPACED],
]
# Tokens that swallow others, and that look at what stands beside them.
BESIDE_OTHERS = [
    [added(512, "  ", normalized=True, single_word=True), added(513, "é", single_word=True),
     added(514, "a", normalized=True, single_word=True, lstrip=True)],
    [added(512, "  ", lstrip=True, rstrip=True), added(513, "   ", lstrip=True, rstrip=True)],
    [added(512, " ", rstrip=True), added(513, "\n", lstrip=True, rstrip=True), added(514, "a", rstrip=True)],
]
ATOMS = ["a", "b", "c", "ab", "abc", "A", "AB", " ", "  ", "\n", "\t", "-", "--", "1", "23", ".", "!",
         "é", "e\u0301", "É", "ß", "İ", "Σ", "中", "文", "ど", "ー", "д", "०", "²", "½", "ﬁ", "\u00a0",
         "\u3000", "\u1100\u1161", "각", "\u0344", "<ab>", "ø", "'s", "😀", "\u200d", "_", "\u0300"]


def texts(seed, count):
    chance = random.Random(seed)
    return ["".join(chance.choices(ATOMS, k=chance.randint(0, 12))) for _ in range(count)]


def pipelines():
    cases = []
    settings = [(None, p, []) for p in PRE_TOKENIZERS]
    settings += [(n, PRE_TOKENIZERS[2], []) for n in NORMALIZERS]
    settings += [(n, p, a) for a in ADDED for n in [None, NORMALIZERS[11], NORMALIZERS[0]]
                 for p in [[WORDS], [SPACED]]]
    settings += [(None, p, []) for p in IN_ALPHABET]
    settings += [(n, [WORDS], a) for a in BESIDE_OTHERS for n in [None, NORMALIZERS[0]]]
    for number, (normalizer, pre_tokenizer, tokens) in enumerate(settings):
        config = {
            "added_tokens": tokens, "normalizer": normalizer,
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": pre_tokenizer}}
        model = {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": VOCABULARY, "merges": []}
        tokenizer = Tokenizer.from_str(json.dumps(
            {"version": "1.0", "truncation": None, "padding": None} | config
            | {"post_processor": None, "decoder": None, "model": model}))
        answers = [{"text": text, "ids": tokenizer.encode(text).ids} for text in texts(number, 24)]
        cases.append({"config": config, "answers": answers})
    return cases


def model(chance):
    """A model of a few letters, with some of what sets models apart."""
    letters = [ALPHABET[b] for b in "abcd ".encode()]
    tokens, merges = list(letters), []
    while len(merges) < 24:
        left, right = chance.choice(tokens), chance.choice(tokens)
        if len(left + right) < 9:
            merges.append((left, right))
            if left + right not in tokens:
                tokens.append(left + right)
    chance.shuffle(merges)
    value = {"type": "BPE", "ignore_merges": chance.random() < 0.3, "fuse_unk": chance.random() < 0.5}
    suffix = chance.choice(["", "", "", "</w>", "a"])
    if suffix:
        value["end_of_word_suffix"] = suffix
        tokens += [token + suffix for token in tokens if token + suffix not in tokens]
        ends = [(a, b + suffix) for a, b in merges if a + b + suffix in tokens]
        merges += chance.sample(ends, len(ends) // 2)
    if chance.random() < 0.7:
        # The unknown token is a letter that merges, or one that does not.
        value["unk_token"] = chance.choice(["a", "?"])
        tokens.append("?")
    if chance.random() < 0.5:
        tokens = [token for token in tokens if "b" not in token]
        merges = [m for m in merges if "b" not in m[0] + m[1]]
    chance.shuffle(tokens)
    return value | {"vocab": {t: i for i, t in enumerate(tokens)}, "merges": [" ".join(m) for m in merges]}


def models():
    cases = []
    for number in range(40):
        chance = random.Random(f"model {number}")
        value = model(chance)
        tokenizer = Tokenizer.from_str(json.dumps(
            {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
             "pre_tokenizer": WORDS, "post_processor": None, "decoder": None, "model": value}))
        texts = ["".join(chance.choices("abcd e", k=chance.randint(1, 16))) for _ in range(8)]
        texts.append("".join(chance.choices("abce", k=100)))
        answers = [{"text": text, "ids": tokenizer.encode(text).ids} for text in texts]
        cases.append({"model": value, "answers": answers})
    return cases


def digests():
    forms = {"NFC": normalizers.NFC(), "NFD": normalizers.NFD(), "NFKC": normalizers.NFKC(),
             "NFKD": normalizers.NFKD(), "Lowercase": normalizers.Lowercase(),
             "StripAccents": normalizers.StripAccents()}
    result = {}
    for name, normalizer in forms.items():
        result[name] = []
        for first in range(0, 0x30000, 0x1000):
            scalars = [c for c in range(first, first + 0x1000) if not 0xD800 <= c < 0xE000]
            text = "".join(f"{c}\na{c}\u0323{c}\u0301\u05b0\n{c}{c}\u09be\u1161\n"
                           for c in map(chr, scalars))
            normal = normalizer.normalize_str(text)
            result[name].append(zlib.crc32(normal.encode()))
    return result


def main():
    assert tokenizers.__version__ == "0.23.3"
    root = pathlib.Path(__file__).resolve().parent.parent
    folder = root / "Tests/TokenizerFormatsTests/Fixtures"
    for name, value in [("pipelines", pipelines()), ("models", models()), ("digests", digests())]:
        if isinstance(value, list):
            text = "[\n" + ",\n".join(json.dumps(case) for case in value) + "\n]\n"
        else:
            text = json.dumps(value) + "\n"
        (folder / f"{name}.json").write_text(text)


main()
