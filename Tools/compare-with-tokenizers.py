#!/usr/bin/env python3
"""Holds a binary to `tokenizers` on generated tokenizers and texts.

    pip install tokenizers==0.23.3
    Tools/compare-with-tokenizers.py [--binary .build/release/tokprof] [--seed 1] [--tokenizers 500]
                                     [--texts 40] [--only parts|patterns|models] [--keep FOLDER]

Each tokenizer is put together by chance: normalizers, pre-tokenizers, added tokens and a model; with
`--only patterns` one Split by a generated regular expression. For each text the ids of
`encode --jsonl` and the tokens of `count` must be the reference's. What the binary refuses is tallied
by its reason, and so is what the reference alone refuses. The same seed gives the same tokenizers
and texts. Exit status 1 when anything differs; what differs is left in FOLDER.
"""

import argparse
import collections
import json
import multiprocessing
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

PRINTABLE = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
ALPHABET = {b: chr(b) for b in PRINTABLE}
for byte in range(256):
    ALPHABET.setdefault(byte, chr(0x100 + sum(1 for b in range(byte) if b not in PRINTABLE)))

WORDS = """the of and a to in he have it that for they with as not on she at by this Hello WORLD don't
I'll we've you're O'Neill naïve café über straße Ωμέγα ΣΊΣΥΦΟΣ привет Мир שלום سلام नमस्ते สวัสดี 你好 世界
漢字かな カタカナ 한국어 text_with_underscores CamelCaseWord kebab-case 3.14159 1,234,567 0x1F600 a+b=c
e\u0301te\u0301 o\u0308 A\u030a \u0915\u093c \u09a1\u09bc x² ½ Ⅷ ٣٤٥ ①② ﬁn ﬂ ǅ İstanbul ıl ſ K""".split()
SPACES = [" ", " ", " ", "  ", "   ", "\n", "\n\n", "\r\n", "\t", "\r", "\x0b", "\x0c", "\x85", "\xa0",
          "\u2003", "\u2028", "\u3000", "\u200b", "\u180e", "\ufeff", "\x1c", "\x1f"]
MARKS = list(".,;:!?…。，、¿¡'\"’“”()[]{}<>/\\|@#$%^&*_+-=~`«»—–·•€£¥°©№🇩") + ["<|im_start|>", "</s>"]
ODD = ["\u0301", "\u0323\u0301", "\u0301\u0323", "\u0344", "\u0958", "\u09dc", "\u0f77", "\u1100\u1161\u11a8",
       "\uac00", "\uac00\u11a8", "\u200d", "\u200c", "\ufe0f", "👩\u200d👩\u200d👧", "👍🏽", "🇩🇪", "😀", "\u1c89",
       "\ua7cb", "\ua7ce", "\U000105c0", "\U00011938", "\U00011de0", "\U00016ff4", "\U000323b0", "\U0001fbf0",
       "\u32ff", "\u1df6", "\u0d3b", "\u212a", "\u2126", "\u017f", "\u0130", "\u1e9e", "\ufb03", "\ufdfa",
       "\x00", "\x01", "\x7f", "\x9f", "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "\ue000", "\u00ad", "\u2581",
       "Ġ", "Ċ", "ÿ", "ø", "õ", "\u061d", "\u166d", "\u2e43", "\U000111c9", "०१२", "๓", "㊀", "\u2460", "ｱﾞ", "Ａ",
       "1", "12", "123", "1234", "12345678", "00", "aaa", "AAaa", "zzzzzzzz", "ab", "abab", "aab"]
PIECES = [WORDS, SPACES, MARKS, ODD]


def text(chance, added):
    """A text, mostly of a few pieces that come again and again, so that they meet in many ways."""
    pool = [p for kind in PIECES for p in kind] + 4 * [c for c in added]
    if chance.random() < 0.6:
        pool = chance.sample(pool, min(len(pool), chance.randint(2, 8)))
        pool += chance.sample(SPACES, 2) + chance.choices(added, k=2) if added else [" "]
    parts = chance.choices(pool, k=chance.choice([0, 1, 2, 5, 10, 20, 60]))
    if chance.random() < 0.1:
        parts.insert(0, chance.choice(pool) * chance.choice([30, 70, 300]))
    joiner = chance.choice(["", "", " ", " ", "\n"])
    result = joiner.join(parts)
    if chance.random() < 0.2:
        result = "".join(chance.choice([c, c.upper(), c.lower()]) for c in result)
    return result


# Parts


def flag(chance, odds=0.5):
    return chance.random() < odds


BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN = CL100K.replace("{1,3}", "")
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
REGEXES = [GPT2, CL100K, QWEN, O200K, r"\s+", r"\d", r"\p{N}{1,3}", r" ?[^(\s|[.,!?…。，、।۔،])]+", "[一-龥぀-ゟ゠-ヿ]+",
           r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", r"[a-zA-Z]+|[^a-zA-Z]+", r"(?=\p{Lu})", r"\b", r"\p{Han}|\p{M}+",
           r"\d{1,3}(?=(?:\d{3})*\b)", r"^\s|\s$", r"(?i:the|of|and)", ".", r"(?<=\p{Ll})\p{Lu}",
           r"[\p{L}&&[^a-z]]+", r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++", r"\n+?|\s{2,}"]
STRINGS = [" ", "a", "the", "-", "\n", "  ", "'", "é", "世", "ab", ".", "<|im_start|>"]
DELIMITERS = [" ", "a", "-", "世", "\n", "_"]


def bytes_part(chance):
    part = {"type": "ByteLevel", "add_prefix_space": flag(chance, 0.3), "trim_offsets": flag(chance)}
    if flag(chance, 0.8):
        part["use_regex"] = flag(chance)
    return part


def cutting_part(chance):
    kind = chance.choice(["Split"] * 6 + ["Digits", "Punctuation", "Whitespace", "WhitespaceSplit", "UnicodeScripts",
                                          "CharDelimiterSplit", "FixedLength", "BertPreTokenizer"])
    part = {"type": kind}
    if kind == "Split":
        if flag(chance, 0.7):
            part["pattern"] = {"Regex": chance.choice(REGEXES)}
        else:
            part["pattern"] = {"String": chance.choice(STRINGS)}
        part |= {"behavior": chance.choice(BEHAVIORS), "invert": flag(chance, 0.3)}
    elif kind == "Digits":
        part["individual_digits"] = flag(chance)
    elif kind == "Punctuation" and flag(chance, 0.8):
        part["behavior"] = chance.choice(BEHAVIORS)
    elif kind == "CharDelimiterSplit":
        part["delimiter"] = chance.choice(DELIMITERS)
    elif kind == "FixedLength":
        part["length"] = chance.randint(1, 9)
    return part


def pre_tokenizer(chance):
    before = [cutting_part(chance) for _ in range(chance.choice([0, 0, 1, 1, 1, 2, 3]))]
    after = [cutting_part(chance) for _ in range(chance.choice([1, 2]))] if flag(chance, 0.15) else []
    parts = before + [bytes_part(chance)] + after
    if len(parts) == 1 and flag(chance):
        return parts[0]
    if len(parts) > 2 and flag(chance, 0.2):
        parts = [{"type": "Sequence", "pretokenizers": parts[:-1]}, parts[-1]]
    return {"type": "Sequence", "pretokenizers": parts}


def normalizer(chance, depth=0):
    kind = chance.choice([None] * 6 + ["NFC"] * 4 + ["NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip",
                                                     "Prepend", "Replace", "Replace", "Sequence", "Sequence", "Nmt",
                                                     "BertNormalizer"])
    if kind is None:
        return None
    part = {"type": kind}
    if kind == "Strip":
        part |= {"strip_left": flag(chance), "strip_right": flag(chance)}
    elif kind == "Prepend":
        part["prepend"] = chance.choice([" ", "_", "é", "x "])
    elif kind == "Replace":
        if flag(chance):
            part["pattern"] = {"String": chance.choice(STRINGS)}
        else:
            part["pattern"] = {"Regex": chance.choice(REGEXES)}
        part["content"] = chance.choice(["", " ", "X", "e\u0301", "世界", "  ", "$1"])
    elif kind == "BertNormalizer":
        part |= {"clean_text": flag(chance), "handle_chinese_chars": flag(chance),
                 "strip_accents": chance.choice([None, True, False]), "lowercase": flag(chance)}
    elif kind == "Sequence":
        members = [normalizer(chance, depth + 1) for _ in range(chance.randint(0, 3))] if depth < 2 else []
        part["normalizers"] = [member for member in members if member]
    return part


ADDED = ["<|im_start|>", "<|endoftext|>", "</s>", "<s>", "<mask>", "the", " the", "  ", "   ", "\n\n", "a", "ab", "aba",
         "É", "e\u0301", "ø", "[MASK]", "<", "世界", "\t", " ", "1", "'s", "Ġ", "ﬁ", "AB", "İ", "don't", "-", "\u3000", "K",
         "<tool_call>", "aa", "\u0301", "\u0323"]


def added_tokens(chance, vocabulary):
    if flag(chance, 0.3):
        return []
    contents = chance.sample(ADDED, chance.randint(1, 6))
    tokens = []
    for content in contents:
        token = {"id": vocabulary.get(content, len(vocabulary) + len(tokens)), "content": content}
        for name, odds in [("single_word", 0.2), ("lstrip", 0.2), ("rstrip", 0.2), ("normalized", 0.4), ("special", 0.3)]:
            token[name] = flag(chance, odds)
        tokens.append(token)
    # The reference numbers those that the vocabulary lacks in their order.
    number = len(vocabulary)
    for token in tokens:
        if token["content"] not in vocabulary:
            token["id"] = number
            number += 1
    return tokens


# Models


def trained(chance, size):
    """Vocabulary and merges that the reference trains on a small text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=flag(chance, 0.8))
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=sorted(ALPHABET.values()), min_frequency=1)
    sample = [" ".join(chance.choices(WORDS, k=40)) for _ in range(60)]
    sample += ["".join(chance.choices([p for kind in PIECES for p in kind], k=60)) for _ in range(60)]
    tokenizer.train_from_iterator(sample, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]


def chance_merges(chance, count):
    """Merges of any two tokens, in any order: ranks, ids and lengths have nothing to do with each other."""
    vocabulary = {symbol: byte for byte, symbol in ALPHABET.items()}
    common = [ALPHABET[b] for b in "theandaiou 0123\n'.-".encode() + "éпри世界한".encode()]
    tokens = list(common)
    merges = []
    for _ in range(count):
        left, right = chance.choice(tokens), chance.choice(tokens)
        if len(left + right) > 12:
            continue
        if left + right not in vocabulary:
            vocabulary[left + right] = len(vocabulary)
            tokens.append(left + right)
        if (left, right) not in merges or flag(chance, 0.05):
            merges.append((left, right))
    chance.shuffle(merges)
    return vocabulary, merges


def model(chance):
    if flag(chance, 0.6):
        vocabulary, merges = trained(chance, chance.choice([256, 300, 600, 2000]))
    else:
        vocabulary, merges = chance_merges(chance, chance.choice([20, 100, 800]))
    value = {"type": "BPE", "dropout": chance.choice([None, None, None, 0.0]), "unk_token": None,
             "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": flag(chance, 0.3),
             "byte_fallback": flag(chance, 0.1), "ignore_merges": flag(chance, 0.3)}
    if flag(chance, 0.15):
        suffix = chance.choice(["</w>", "</w>", "a", "Ġ"])
        value["end_of_word_suffix"] = suffix
        for key in list(vocabulary):
            if flag(chance, 0.97):
                vocabulary.setdefault(key + suffix, len(vocabulary))
        merges += [(a, b + suffix) for a, b in merges if b + suffix in vocabulary and a + b + suffix in vocabulary]
        merges = [m for m in merges if m[0] in vocabulary and m[1] in vocabulary and m[0] + m[1] in vocabulary]
    if flag(chance, 0.1):
        value["continuing_subword_prefix"] = chance.choice(["", "", "##"])
    if flag(chance, 0.25):
        value["unk_token"] = chance.choice(["<unk>", "a", "!"])
        if "<unk>" not in vocabulary:
            vocabulary["<unk>"] = len(vocabulary)
    if flag(chance, 0.25):
        # A vocabulary without some bytes, and without what is made of them.
        gone = set(chance.sample(sorted(ALPHABET.values()), chance.choice([1, 30, 150])))
        gone -= {"a", "!", *"<unk>"}
        vocabulary = {key: id for key, id in vocabulary.items() if not gone & set(key) or key == "<unk>"}
        merges = [m for m in merges if m[0] in vocabulary and m[1] in vocabulary and m[0] + m[1] in vocabulary]
        vocabulary = {key: number for number, key in enumerate(vocabulary)}
    if flag(chance, 0.2):
        # Tokens that no merge makes, and ids in another order.
        for _ in range(50):
            word = "".join(ALPHABET[b] for b in chance.choice(WORDS).encode())
            if set(word) <= set(vocabulary):
                vocabulary.setdefault(word, len(vocabulary))
        ids = list(range(len(vocabulary)))
        chance.shuffle(ids)
        vocabulary = dict(zip(vocabulary, ids))
    value["vocab"] = vocabulary
    value["merges"] = [list(m) for m in merges] if flag(chance) else [" ".join(m) for m in merges]
    for name in ["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "type", "fuse_unk",
                 "byte_fallback", "ignore_merges"]:
        if flag(chance, 0.1) and not value[name] or name == "type" and flag(chance, 0.1):
            del value[name]
    return value


def showing_ends(chance):
    """A model whose ids show where each pre-token ends."""
    vocabulary = {ALPHABET[b]: b for b in range(256)} | {ALPHABET[b] + "</w>": 256 + b for b in range(256)}
    return {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": vocabulary, "merges": []}


# Regular expressions

CLASSES = [r"\s", r"\S", r"\d", r"\D", r"\w", r"\W", r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\p{M}", r"\p{N}", r"\P{L}",
           r"\p{P}", r"\p{S}", r"\p{Han}", r"\p{Latin}", r"\p{Greek}", r"\p{^Arabic}", r"\p{Cc}", r"\p{Lo}", r"\p{Nd}",
           r"\p{Alphabetic}", r"\p{White_Space}", r"\p{Hiragana}", r"\h", "."]
MEMBERS = ["a-z", "A-Z", "0-9", r"\s", r"\p{L}", r"\p{N}", r"\r\n", "'", "é", "一-龥", r"\p{Lu}", r"\-", ".,", "#-&", r"\d", "s",
           "K", r"\x41", r"\p{P}", r"\S", "ß"]
LITERALS = list("aabcsStkKeE1 .'-éß世Σς") + [r"\n", r"\r", r"\t", "'s", "the", r"\.", r"\u0301", "ſ", "İ", "ǆ"]


def character_class(chance, depth=0):
    inside = "".join(chance.choices(MEMBERS, k=chance.randint(1, 4)))
    if depth < 2 and flag(chance, 0.15):
        inside += character_class(chance, depth + 1)
    if depth < 2 and flag(chance, 0.15):
        inside += "&&" + chance.choice([character_class(chance, depth + 1), chance.choice(MEMBERS)])
    return "[" + ("^" if flag(chance, 0.3) else "") + inside + "]"


def atom(chance, depth):
    roll = chance.random()
    if roll < 0.35:
        return chance.choice(LITERALS)
    if roll < 0.6:
        return chance.choice(CLASSES)
    if roll < 0.8 or depth > 2:
        return character_class(chance)
    opening = chance.choice(["(?:"] * 4 + ["("] * 2 + ["(?i:"] * 3 + ["(?>", "(?=", "(?!", "(?=", "(?!", "(?<=", "(?<!",
                                                                       "(?m:", "(?-i:"])
    if opening in ["(?<=", "(?<!"]:
        return opening + chance.choice([chance.choice(LITERALS), character_class(chance)]) + ")"
    return opening + expression(chance, depth + 1) + ")"


def quantifier(chance):
    if flag(chance, 0.45):
        return ""
    low = chance.randint(0, 3)
    counted = ["{%d}" % max(low, 1), "{%d,}" % low, "{%d,%d}" % (low, low + chance.randint(1, 3)), "{,%d}" % (low + 1)]
    return chance.choice(["?", "*", "+", "+", chance.choice(counted)]) + chance.choice(["", "", "", "", "?", "+"])


def expression(chance, depth=0):
    branches = []
    for _ in range(chance.choice([1, 1, 2, 3] if depth else [1, 2, 3, 4, 6])):
        branch = ""
        for _ in range(chance.choice([1, 2, 2, 3])):
            if flag(chance, 0.08):
                branch += chance.choice(["^", "$", r"\b", r"\B", r"\A", r"\z", r"\Z"])
            part = atom(chance, depth)
            # What looks around cannot be repeated.
            branch += part if part.startswith(("(?=", "(?!", "(?<=", "(?<!")) else part + quantifier(chance)
        branches.append(branch)
    return "|".join(branches)


# Comparing


def tokenizer_json(chance, only):
    if only == "patterns":
        pattern = expression(chance)
        if flag(chance, 0.3):
            pattern += r"|\s+|."
        split = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": chance.choice(["Isolated", "Removed"]),
                 "invert": flag(chance, 0.5)}
        bytes_last = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
        parts = {"normalizer": None, "added_tokens": [], "model": showing_ends(chance),
                 "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, bytes_last]}}
    elif only == "models":
        value = model(chance)
        parts = {"normalizer": None, "added_tokens": [], "model": value,
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}}
    else:
        value = showing_ends(chance) if flag(chance, 0.3) else model(chance)
        parts = {"normalizer": normalizer(chance), "added_tokens": added_tokens(chance, value["vocab"]),
                 "model": value, "pre_tokenizer": pre_tokenizer(chance)}
    names = ["added_tokens", "normalizer", "pre_tokenizer", "model"]
    return {"version": "1.0", "truncation": None, "padding": None} | {name: parts[name] for name in names}


def run(command, **options):
    return subprocess.run(command, capture_output=True, timeout=60, **options)


def answers_of_reference(source, texts):
    """Why the reference refuses a tokenizer, and its ids for each text; None where it fails.

    It runs in a process of its own, because some of its failures end the process.
    """
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def answer():
        # A panic of the reference is no Exception.
        try:
            tokenizer = Tokenizer.from_str(source)
        except BaseException as error:
            sender.send(str(error))
            return
        sender.send(None)
        for text in texts:
            try:
                sender.send(tokenizer.encode(text, add_special_tokens=False).ids)
            except BaseException:
                sender.send(None)

    process = multiprocessing.get_context("fork").Process(target=answer)
    process.start()
    sender.close()
    refusal, ids = "it crashes", []
    try:
        refusal = receiver.recv()
        while refusal is None and len(ids) < len(texts):
            ids.append(receiver.recv())
    except EOFError:
        ids += [None] * (len(texts) - len(ids))
    process.join()
    return refusal, ids


def compare(binary, folder, value, texts, tally):
    """Compares one tokenizer's answers, and returns what is wrong."""
    path = folder / "tokenizer.json"
    path.write_text(json.dumps(value))
    refusal, expected = answers_of_reference(path.read_text(), texts)
    lines = "".join(json.dumps({"s": t}) + "\n" for t in texts)
    encoded = run([binary, "encode", "-t", path, "--jsonl", "s"], input=lines.encode())
    if encoded.returncode:
        reason = encoded.stderr.decode().strip()
        if encoded.returncode != 3 or encoded.stdout:
            return f"exit status {encoded.returncode}: {reason}"
        # What is quoted and where it stands are each file's own.
        shape = re.sub(r"“.*”|\d+", "…", reason.replace(str(folder), ""), flags=re.S)
        tally["both refuse" if refusal else f"refused: {shape}"] += 1
        return None
    if refusal:
        tally[f"the reference alone refuses: {refusal[:90]}"] += 1
        return None
    tally["texts on which the reference fails"] += expected.count(None)
    ids = [json.loads(line) for line in encoded.stdout.splitlines()]
    for text, ours, theirs in zip(texts, ids, expected):
        if theirs is not None and ours != theirs:
            return f"encode {text!r}:\n  tokprof   {ours}\n  reference {theirs}"
    if len(ids) != len(texts):
        return f"{len(ids)} answers to {len(texts)} texts"
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"{number}.txt")
        files[-1].write_bytes(text.encode())
    counted = run([binary, "count", "-t", path, "--format", "text", "--json", *files])
    if counted.returncode:
        return f"count: exit status {counted.returncode}: {counted.stderr.decode().strip()}"
    counts = {f["path"]: f["tokens"] for f in json.loads(counted.stdout)["files"]}
    for file, text, theirs in zip(files, texts, expected):
        if theirs is not None and counts[str(file)] != len(theirs):
            return f"count {text!r}: tokprof {counts[str(file)]}, reference {len(theirs)}"
    tally["equal"] += 1
    return None


def main():
    assert tokenizers.__version__ == "0.23.3"
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=".build/release/tokprof")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokenizers", type=int, default=500)
    parser.add_argument("--texts", type=int, default=40)
    parser.add_argument("--only", choices=["parts", "patterns", "models"], default="parts")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    tally = collections.Counter()
    different = 0
    for number in range(options.tokenizers):
        chance = random.Random(f"{options.only} {options.seed} {number}")
        value = tokenizer_json(chance, options.only)
        added = [token["content"] for token in value["added_tokens"]]
        texts = [text(chance, added) for _ in range(options.texts)]
        folder = pathlib.Path(tempfile.mkdtemp())
        wrong = compare(options.binary, folder, value, texts, tally)
        if wrong:
            different += 1
            shown = {name: part for name, part in value.items() if name != "model"}
            print(f"{number}: {wrong}\n  of {json.dumps(shown, ensure_ascii=False)}", flush=True)
            settings = {k: v for k, v in value["model"].items() if k not in ["vocab", "merges"]}
            print(f"  with {json.dumps(settings)}", flush=True)
            if options.keep:
                shutil.copytree(folder, options.keep / str(number), dirs_exist_ok=True)
        shutil.rmtree(folder)
    for reason, count in tally.most_common():
        print(f"{count:6} {reason}")
    print(f"{different:6} different")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
