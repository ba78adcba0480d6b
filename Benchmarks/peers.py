"""Counts files with another tokenizer, and prints the CPU seconds of each.

usage: peers.py ENGINE TOKENIZER FILE...

The tokenizer is a tokenizer.json, or a rank file named as tiktoken names it. Documents are the
same as the benchmark's own: 64 KiB, ending with a line.
"""

import base64
import json
import pathlib
import sys
import time

engine, path, *files = sys.argv[1:]
GPT2 = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
is_json = path.endswith(".json")
name = pathlib.Path(path).name.removesuffix(".tiktoken")


def documents(blob):
    start = 0
    while start < len(blob):
        end = min(start + 65536, len(blob))
        if end < len(blob):
            end = blob.rfind(b"\n", start, end) + 1 or end
            while end < len(blob) and blob[end] & 0xC0 == 0x80:
                end += 1
        yield blob[start:end].decode()
        start = end


def ranks():
    if not is_json:
        lines = open(path, "rb").read().splitlines()
        return {base64.b64decode(line.split()[0]): int(line.split()[1]) for line in lines if line}
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    alphabet = {chr(byte): byte for byte in printable}
    alphabet |= {chr(0x100 + place): byte for place, byte in enumerate(others)}
    vocabulary = json.load(open(path))["model"]["vocab"]
    return {bytes(alphabet[char] for char in key): rank for key, rank in vocabulary.items()
            if all(char in alphabet for char in key)}


if engine == "gigatoken":
    from gigatoken.gigatoken_rs import BPETokenizer

    if is_json:
        tokenizer = BPETokenizer.from_hf(path)
    else:
        schemes = {"o200k_base": "o200k", "cl100k_base": "gpt4"}
        tokenizer = BPETokenizer.from_tiktoken(path, schemes.get(name, "gpt2"), {})
    encode = lambda texts: [tokenizer.encode(text.encode()) for text in texts]
elif engine == "fastokens":
    import fastokens

    if not is_json:
        sys.exit("fastokens reads tokenizer.json only")
    tokenizer = fastokens.Tokenizer.from_file(path)
    encode = tokenizer.encode_batch_flat
elif engine == "tiktoken":
    import tiktoken
    import tiktoken_ext.openai_public as public

    table = ranks()
    public.load_tiktoken_bpe = lambda *_, **__: table
    if is_json:
        # A vocabulary's own pattern is not known to tiktoken; GPT-2's is what it is compared by.
        encoding = tiktoken.Encoding(name, pat_str=GPT2, mergeable_ranks=table, special_tokens={})
    else:
        encoding = tiktoken.Encoding(**getattr(public, name)())
    encode = lambda texts: [encoding.encode_ordinary(text) for text in texts]
else:
    sys.exit(f"unknown engine: {engine}")

for file in files:
    texts = list(documents(open(file, "rb").read()))
    start = time.process_time()
    encode(texts)
    print(time.process_time() - start, flush=True)
