#!/usr/bin/env python3
"""Works out the figures of `tokprof metrics` and `tokprof vocabulary` again, from the definitions and with other packages.

    check-metrics.py TOKENIZER.json FILE... [--against TOKENIZER.json] [--parallel FILE FILE...]
    check-metrics.py TOKENIZER.json

Each FILE is one document. Ids come from Hugging Face's `tokenizers`, the classes of characters from
`unicodedata2`, sums and logarithms from `numpy`. Word boundaries are ICU's, called here through
ctypes. (On UTF-8, as tokprof does: ICU's dictionaries find one Burmese word in 240 fewer in the
same text as UTF-16, because they measure the shortest stretch that they look at in code units.) Prints one JSON object: the
figures of all text, those of each class of characters, and those of the parallel texts; without a
FILE those of the vocabulary.
Exit code 5: a package or ICU is missing.
"""
import argparse
import collections
import ctypes
import ctypes.util
import json
import re
import sys

try:
    import numpy
    import tokenizers
    import unicodedata2
except ImportError as error:
    print(f"check-metrics: {error}; Tools/check-venv installs what is needed", file=sys.stderr)
    sys.exit(5)

WHITE_SPACE = {*range(0x9, 0xE), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
               0x202F, 0x205F, 0x3000}


def icu():
    """The functions of ICU's break iterator; their names end in its version."""
    name = ctypes.util.find_library("icuuc")
    version = re.search(r"(\d+)", name or "")
    if not version:
        print("check-metrics: there is no ICU library", file=sys.stderr)
        sys.exit(5)
    library = ctypes.CDLL(name)
    pointer, status = ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)
    types = {
        "utext_openUTF8": ([pointer, ctypes.c_char_p, ctypes.c_int64, status], pointer),
        "utext_close": ([pointer], pointer),
        "ubrk_open": ([ctypes.c_int, ctypes.c_char_p, pointer, ctypes.c_int32, status], pointer),
        "ubrk_setUText": ([pointer, pointer, status], None),
        "ubrk_close": ([pointer], None),
        "ubrk_first": ([pointer], ctypes.c_int32),
        "ubrk_next": ([pointer], ctypes.c_int32),
        "ubrk_getRuleStatus": ([pointer], ctypes.c_int32),
    }
    functions = {}
    for function, (arguments, result) in types.items():
        functions[function] = getattr(library, f"{function}_{version[1]}")
        functions[function].argtypes = arguments
        functions[function].restype = result
    return functions


def words(data, functions):
    """(start, end) of each word of UTF-8 text, in bytes."""
    status = ctypes.c_int(0)
    text = functions["utext_openUTF8"](None, data, len(data), ctypes.byref(status))
    iterator = functions["ubrk_open"](1, b"", None, 0, ctypes.byref(status))
    functions["ubrk_setUText"](iterator, text, ctypes.byref(status))
    if status.value > 0:
        sys.exit(f"check-metrics: ICU's error {status.value}")
    found, start = [], functions["ubrk_first"](iterator)
    while (end := functions["ubrk_next"](iterator)) != -1:
        # Below 100 are stretches of spaces and punctuation.
        if functions["ubrk_getRuleStatus"](iterator) >= 100:
            found.append((start, end))
        start = end
    functions["ubrk_close"](iterator)
    functions["utext_close"](text)
    return found


def token_bytes(tokenizer):
    """The bytes of every id; GPT-2's alphabet writes each byte as one character."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    alphabet = {chr(byte): byte for byte in plain}
    for index, byte in enumerate(byte for byte in range(256) if byte not in plain):
        alphabet[chr(256 + index)] = byte
    added = {id: token.content for id, token in tokenizer.get_added_tokens_decoder().items()}
    table = {}
    for token, id in tokenizer.get_vocab(with_added_tokens=True).items():
        table[id] = (added[id].encode() if id in added
                     else bytes(alphabet[character] for character in token))
    return table


def character_class(character):
    if ord(character) in WHITE_SPACE:
        return "whitespace"
    major = unicodedata2.category(character)[0]
    return {"L": "letters", "M": "letters", "N": "digits", "P": "punctuation"}.get(major, "other")


def owner(classes, start, end):
    """The class with most bytes; the earliest of those with the same number."""
    tally = collections.Counter(classes[start:end])
    most = max(tally.values())
    return next(name for name in classes[start:end] if tally[name] == most)


class Sums:
    def __init__(self):
        self.n = collections.Counter()
        self.ids = collections.Counter()

    def figures(self, table, vocabulary):
        n = self.n
        tokens = n["tokens"]
        if tokens == 0:
            return {key: n[key] for key in ("bytes", "characters", "words", "tokens")}
        ranked = sorted(self.ids.values(), reverse=True)
        p = numpy.array(ranked, dtype=float) / tokens
        types = len(ranked)
        lengths = collections.Counter()
        partial = 0
        for id, count in self.ids.items():
            lengths[len(table[id])] += count
            try:
                table[id].decode()
            except UnicodeDecodeError:
                partial += count
        spread = numpy.repeat(sorted(lengths), [lengths[length] for length in sorted(lengths)])

        def ratio(a, b):
            return a / b if b else None

        result = {
            **{key: n[key] for key in ("documents", "lines", "bytes", "characters", "words",
                                       "tokens")},
            "types": types,
            "bytesPerToken": n["bytes"] / tokens, "tokensPerByte": tokens / n["bytes"],
            "charactersPerToken": n["characters"] / tokens,
            "tokensPerCharacter": tokens / n["characters"],
            "tokensPerLine": tokens / n["lines"], "tokensPerDocument": tokens / n["documents"],
            "fertility": ratio(n["wordTokens"], n["words"]),
            "tokensPerWord": ratio(tokens, n["words"]),
            "continuedWords": ratio(n["continued"], n["words"]),
            "singleTokenWords": ratio(n["single"], n["words"]),
            "vocabularyUtilization": types / vocabulary, "typeTokenRatio": types / tokens,
            "averageRank": float((p * numpy.arange(types)).sum()),
            "meanTokenLength": float(spread.mean()),
            "medianTokenLength": int(spread[-(-len(spread) // 2) - 1]),
            "tokenLength90": int(spread[-(-9 * len(spread) // 10) - 1]),
            "longestToken": int(spread[-1]),
            "splitCharacters": n["split"] / n["characters"], "partialTokens": partial / tokens,
        }
        if n["other"]:
            result["normalizedSequenceLength"] = tokens / n["other"]
        for alpha, key in ((1, "1"), (2, "2"), (2.5, "2_5")):
            entropy = (float(-(p * numpy.log2(p)).sum()) if alpha == 1
                       else float(numpy.log2((p ** alpha).sum()) / (1 - alpha)))
            result["renyiEntropy" + key] = entropy
            result["renyiEfficiencyObserved" + key] = (
                entropy / float(numpy.log2(types)) if types > 1 else None)
            result["renyiEfficiencyVocabulary" + key] = entropy / float(numpy.log2(vocabulary))
        return result


def measure(text, tokenizer, table, other, other_table, functions, total, groups):
    data = text.encode()
    classes = [character_class(c) for c in text for _ in c.encode()]
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    assert b"".join(table[id] for id in ids) == data, "the tokenizer changes the text"
    seen = set(classes)
    for sums in [total] + [groups[name] for name in seen]:
        sums.n["documents"] += 1
    start = 0
    for line in re.findall(rb"[^\n]*\n|[^\n]+", data):
        total.n["lines"] += 1
        for name in set(classes[start:start + len(line)]):
            groups[name].n["lines"] += 1
        start += len(line)
    for name in classes:
        for sums in (total, groups[name]):
            sums.n["bytes"] += 1

    token_of = []
    for index, id in enumerate(ids):
        start = len(token_of)
        token_of += [index] * len(table[id])
        for sums in (total, groups[owner(classes, start, len(token_of))]):
            sums.n["tokens"] += 1
            sums.ids[id] += 1
    position = 0
    for character in text:
        end = position + len(character.encode())
        for sums in (total, groups[classes[position]]):
            sums.n["characters"] += 1
            sums.n["split"] += len(set(token_of[position:end])) > 1
        position = end
    for start, end in words(data, functions):
        count = len(set(token_of[start:end]))
        for sums in (total, groups[owner(classes, start, end)]):
            sums.n["words"] += 1
            sums.n["wordTokens"] += count
            sums.n["continued"] += count > 1
            sums.n["single"] += count == 1
    if other:
        position = 0
        for id in other.encode(text, add_special_tokens=False).ids:
            end = position + len(other_table[id])
            for sums in (total, groups[owner(classes, position, end)]):
                sums.n["other"] += 1
            position = end


def parallel(paths, tokenizer):
    costs, sizes = [], []
    for path in paths:
        lines = open(path, newline="").read().split("\n")
        if lines[-1] == "":
            lines.pop()
        costs.append(sum(
            len(tokenizer.encode(line, add_special_tokens=False).ids) for line in lines))
        sizes.append(sum(len(line.encode()) for line in lines))
    gini = sum(abs(a - b) for a in costs for b in costs) / (
        2 * len(costs) ** 2 * (sum(costs) / len(costs)))
    return {"tokens": costs, "premium": [cost / costs[0] for cost in costs],
            "bytePremium": [size / sizes[0] for size in sizes], "gini": gini,
            "costRatio": max(costs) / min(costs)}


def audit(tokenizer, table):
    added = tokenizer.get_added_tokens_decoder()
    partial = unreachable = spaces = 0
    for id, data in table.items():
        spaces += data.startswith(b" ")
        try:
            text = data.decode()
        except UnicodeDecodeError:
            partial += 1
            continue
        unreachable += (id not in added
                        and tokenizer.encode(text, add_special_tokens=False).ids != [id])
    return {"size": len(table), "idLimit": max(table) + 1, "addedTokens": len(added),
            "specialTokens": sum(token.special for token in added.values()),
            "byteSymbols": sum(len(data) == 1 for data in table.values()),
            "partialEntries": partial, "unreachableEntries": unreachable,
            "leadingSpaceEntries": spaces,
            "meanLength": sum(map(len, table.values())) / len(table),
            "longest": max(map(len, table.values()))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tokenizer")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--against")
    parser.add_argument("--parallel", nargs="+", default=[])
    options = parser.parse_args()
    tokenizer = tokenizers.Tokenizer.from_file(options.tokenizer)
    table = token_bytes(tokenizer)
    if not options.files:
        json.dump({"vocabulary": audit(tokenizer, table)}, sys.stdout)
        return
    other = options.against and tokenizers.Tokenizer.from_file(options.against)
    other_table = other and token_bytes(other)
    functions = icu()
    total, groups = Sums(), collections.defaultdict(Sums)
    for path in options.files:
        with open(path, newline="") as file:
            measure(file.read(), tokenizer, table, other, other_table, functions, total, groups)
    result = {"total": total.figures(table, len(table)),
              "groups": {name: sums.figures(table, len(table))
                         for name, sums in groups.items()}}
    if options.parallel:
        result["parallel"] = parallel(options.parallel, tokenizer)
    json.dump(result, sys.stdout)


main()
