#!/usr/bin/env python3
"""Writes Tests/ByteLevelBPETests/Fixtures/patterns.json: what the reference engines match.

    pip install tokenizers==0.23.3 tiktoken==0.14.0
    Tools/generate-pattern-fixture.py

Patterns of the dialect `oniguruma` go through HF tokenizers, those of `fancyRegex` through
tiktoken. Neither shows its matches directly. tokenizers drops everything else with behaviour
`removed` and `invert`. tiktoken gives one token for a match when the match is in the vocabulary,
so the vocabulary here holds every substring of the texts. Empty matches do not show in either.
"""

import json
import pathlib
import random

import tiktoken
from tokenizers import Regex, pre_tokenizers

CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
TAIL = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
HAN_UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
HAN_LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
WORD_START = r"[^\r\n\p{L}\p{N}]?"
KIMI = (
    rf"[\p{{Han}}]+|{WORD_START}{HAN_UPPER}*{HAN_LOWER}+{CONTRACTIONS}?"
    rf"|{WORD_START}{HAN_UPPER}+{HAN_LOWER}*{CONTRACTIONS}?|\p{{N}}{{1,3}}|{TAIL}"
)

PUBLISHED = {
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "llama3": rf"{CONTRACTIONS}|{WORD_START}\p{{L}}+|\p{{N}}{{1,3}}|{TAIL}",
    "qwen2": rf"{CONTRACTIONS}|{WORD_START}\p{{L}}+|\p{{N}}|{TAIL}",
    "qwen3.5": rf"{CONTRACTIONS}|{WORD_START}[\p{{L}}\p{{M}}]+|\p{{N}}"
    r"| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "o200k": rf"{WORD_START}{UPPER}*{LOWER}+{CONTRACTIONS}?|{WORD_START}{UPPER}+{LOWER}*"
    rf"{CONTRACTIONS}?|\p{{N}}{{1,3}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "tekken": rf"{WORD_START}{UPPER}*{LOWER}+|{WORD_START}{UPPER}+{LOWER}*|\p{{N}}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "kimi-k2": KIMI,
    "deepseek-v3 numbers": r"\p{N}{1,3}",
    "deepseek-v3 han": "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
    "deepseek-v3": "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
    "|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+"
    "|\\s+(?!\\S)|\\s+",
    "digits from the right": r"\d{1,3}(?=(?:\d{3})*\b)",
    "superbpe": r"\p{N}{1,3}(?=(?:\p{N}{3})*(?:\P{N}|$))|\s+",
    "deepseek-coder": r"\s?\p{L}+",
    "deepseek-coder punctuation": r"\s?\p{P}+",
    "starcoder": r"\p{N}",
    "falcon": "[0-9][0-9][0-9]",
    "not space": r"[^\s]+",
    "space": r"\s",
}

ONIGURUMA = PUBLISHED | {
    "bloom": r" ?[^(\s|[.,!?…。，、।۔،])]+",
    "deepseek-coder letters": r"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-Ί]+",
    "clip": r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]"
    r"|[^\s\p{L}\p{N}]+",
    "lazy": r"\p{L}+?\b|\s+?(?=\S)|.??\n",
    "counted": r"(?:\p{L}{2,3}?\s){1,2}|a{,2}b|\d{2}+|x{3}?|\p{N}{2,}",
    "anchors": r"^\s*\p{L}|\p{L}\s*$|\A\n|\n\Z|\p{N}\z",
    "line start": r"^.?|\n",
    "line start after a line": r"\n^|^\r|\r\n^.",
    "line end": r".$|$\n",
    "boundaries": r"\b\w+\b|\B\s\B|\w\B",
    "look-behind": r"(?<=\s)\p{L}+|(?<!\p{L})\p{N}|(?<=^|')\w",
    "atomic": r"(?>a|ab)c|(?>\n\s?|\s)b|(?>\p{L}+)\p{N}|(?>\p{L}+?)|(?>'(?:s|st)?)t?",
    "possessive": r"\s++\n|\p{L}++(?!\d)|\p{N}?+1|(?:ab)++a|[!.]*+\s",
    "dot": r"(?m:.)\s|.\p{L}",
    "posix": r"[[:alpha:]]+|[[:^alpha:][:digit:]&&[^\s]]|[[:punct:][:space:]]",
    "hexadecimal": r"\h{2}|\H\x{20}|[\x41-\u005A]+|\x0a",
    "word class": r"[\w]+|[^\w]",
    "word": r"\w+|\W",
    "ignored case": r"(?i)'(?:s|k|d)|[k-m]+|[^a-z]a",
    "option in the middle": "a(?i)b|s|(?x: \\  d # comment\n )",
    "empty iterations": r"(?:\p{L}?|\s|\p{N})+\s|(?:|!)+\n|(?:\n*\r?)*!",
    "nested loops": r"(?:(?:\p{L}+\s?)+\p{N})+|(?:a|b*)*1",
    "greedy count of lazy": r"(?:\p{L}??\s){2,3}\p{N}|\s{1,2}??\n",
    "scripts": r"\p{Han}+|\p{Hiragana}+|\p{Katakana}|\p{Hangul}+|\p{Arabic}+|\p{^Latin}",
}

FANCY_REGEX = PUBLISHED | {
    "r50k": r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s",
    "cl100k": r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    "anchors": r"(?m:^\s*\p{L}|\p{L}\s*$)|^\n|\n$|\p{N}\z",
    "boundaries": r"\b\w+\b|\B\s\B|\w\B",
    "options": r"a(?i)b|s|(?s:.)\p{N}",
    "ignored case": r"(?i)st|[k-m]+|[^a-z]a|\p{Lu}{2}",
    "posix": r"[[:alpha:]]+|[[:^alpha:]&&[:digit:]]",
    "possessive counts": r"\p{L}{1,2}+\p{L}|\s{2}+|!{1,3}+",
    "short property": r"\pL+|\PL\pN",
}

ALPHABET = (
    list("aabbcdeklmrstvxyzABEKLMSTX") + list("      \n\n\r\t\x0b\x85\xa0\u2028\u3000\u200b")
    + ["\r\n", "'s", "'ll", "'S", "'\u017f", " \n", "  ", "\n\n", "123", "1234567"]
    + list("0123459²½٣४Ⅷ") + list("'''!.,;:/-_()[]{}<>|\"$+#&=…。，、€") + ["\u017f", "\u212a", "\u0130", "\u0131"]
    + list("éßÄжШαΣאبतक漢字中ひカ한글ไǅʰª") + list("\u0301\u0327\u093f\u20dd\u200d") + ["😀", "👩\u200d👧", "\U0001f1e9"]
    + ["\u1c89", "\ua7cb", "\U000105c0", "\ua7ce", "\ufffd", "\x00", "\U0010ffff", "\u2460"]
)


def texts(seed, count, most):
    generator = random.Random(seed)
    result = ["", "a", "a\n", " ", "I'll  go,\r\n\n ok 12345 !"]
    while len(result) < count:
        size = generator.randint(1, most)
        # A few different characters at a time, so that runs and near-matches occur.
        few = generator.sample(ALPHABET, 12) if generator.random() < 0.6 else ALPHABET
        # Three X in a row would read as a mark of something unfinished.
        result.append("".join(generator.choice(few) for _ in range(size)).replace("XXX", "XxX"))
    return result


def oniguruma_matches(pattern, samples):
    split = pre_tokenizers.Split(Regex(pattern), behavior="removed", invert=True)
    return [[piece for piece, _ in split.pre_tokenize_str(t)] for t in samples]


def fancy_regex_matches(pattern, samples):
    words = {bytes([b]) for b in range(256)}
    for text in samples:
        words.update(
            text[i:j].encode() for i in range(len(text)) for j in range(i + 1, len(text) + 1))
    ranks = {word: rank for rank, word in enumerate(sorted(words, key=lambda w: (len(w), w)))}
    encoding = tiktoken.Encoding(
        "cuts", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    return [
        [p.decode() for p in encoding.decode_tokens_bytes(encoding.encode_ordinary(text))]
        for text in samples
    ]


def main():
    entries = []
    for dialect, patterns, matches in (
        ("oniguruma", ONIGURUMA, oniguruma_matches),
        ("fancyRegex", FANCY_REGEX, fancy_regex_matches),
    ):
        for name, pattern in patterns.items():
            samples = texts(name, 30, 20)
            answers = matches(pattern, samples)
            entries.append({
                "name": name, "dialect": dialect, "pattern": pattern,
                "samples": [{"text": t, "matches": a} for t, a in zip(samples, answers)],
            })
    root = pathlib.Path(__file__).resolve().parent.parent
    path = root / "Tests/ByteLevelBPETests/Fixtures/patterns.json"
    lines = ",\n".join(json.dumps(e, separators=(",", ":")) for e in entries)
    path.write_text(f"[\n{lines}\n]\n", encoding="ascii")


if __name__ == "__main__":
    main()
