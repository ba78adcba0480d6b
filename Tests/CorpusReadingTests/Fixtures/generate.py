"""Writes the Parquet and Arrow files beside it. Run with pyarrow 26: python generate.py"""

import json
import os

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))

TEXTS = [
    "Plain words.\nA second line.\n", "", None, "没有空格的文字。\n", "Ελληνικά, кириллица, ไทย, 한국어",
    "\U0001F642 \U0001F469\u200d\U0001F680 back\\slash", "repeated value", "repeated value", None,
    "x", "a long line " * 20,
]
ROWS = [TEXTS[i % len(TEXTS)] if i % 7 else f"row {i} of the table" for i in range(120)]
CHATS = [
    None if i % 11 == 5 else [
        {"role": ["system", "user", "assistant"][(i + j) % 3],
         "content": None if (i + j) % 9 == 4 else f"message {i}.{j} 你好"}
        for j in range(i % 4)
    ]
    for i in range(40)
]


def path(name):
    return os.path.join(HERE, name)


def main():
    with open(path("text.jsonl"), "w") as out:
        for i, text in enumerate(ROWS):
            out.write(json.dumps({"id": i, "text": text}) + "\n")
    with open(path("chat.jsonl"), "w") as out:
        for chat in CHATS:
            if chat:
                chat = [{"role": m["role"], "content": m["content"] or ""} for m in chat]
                out.write(json.dumps({"messages": chat}, ensure_ascii=False) + "\n")
    table = pa.table({"id": list(range(len(ROWS))), "text": ROWS, "tail": [1.5] * len(ROWS)})
    base = dict(compression="none", use_dictionary=False)
    variants = {
        "plain": {}, "dictionary": dict(use_dictionary=True), "snappy": dict(compression="snappy"),
        "gzip": dict(compression="gzip"), "zstd": dict(compression="zstd"),
        "v2-zstd": dict(compression="zstd", data_page_version="2.0"),
        "v2-plain": dict(data_page_version="2.0"),
        "v2-dictionary-snappy": dict(
            compression="snappy", use_dictionary=True, data_page_version="2.0"),
        "delta-length": dict(column_encoding={"text": "DELTA_LENGTH_BYTE_ARRAY"}),
        "delta": dict(column_encoding={"text": "DELTA_BYTE_ARRAY"}),
        "groups": dict(row_group_size=17, use_dictionary=True),
        "pages": dict(data_page_size=64, write_batch_size=3),
        "pages-dictionary": dict(
            data_page_size=64, write_batch_size=3, use_dictionary=True,
            dictionary_pagesize_limit=200),
        "checksum": dict(write_page_checksum=True, compression="snappy"),
        "lz4": dict(compression="lz4"), "brotli": dict(compression="brotli"),
    }
    for name, options in variants.items():
        pq.write_table(table, path(f"text-{name}.parquet"), **{**base, **options})
    large = table.set_column(1, "text", table["text"].cast(pa.large_string()))
    required = pa.table(
        {"text": pa.array([t or "" for t in ROWS])},
        schema=pa.schema([pa.field("text", pa.string(), nullable=False)]))
    pq.write_table(required, path("required.parquet"), **base)

    message = pa.struct([("content", pa.string()), ("role", pa.string())])
    chats = pa.table({"id": list(range(len(CHATS))),
                      "messages": pa.array(CHATS, pa.list_(message))})
    for name, options in {
        "plain": {}, "dictionary": dict(use_dictionary=True, data_page_version="2.0"),
        "groups": dict(row_group_size=7, compression="zstd"),
        "pages": dict(data_page_size=64, write_batch_size=3),
    }.items():
        pq.write_table(chats, path(f"chat-{name}.parquet"), **{**base, **options})

    def arrow(name, data, new, rows=None, **options):
        with pa.OSFile(path(name), "wb") as out:
            with new(out, data.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
                writer.write_table(data, max_chunksize=rows)

    arrow("text-stream.arrow", table, pa.ipc.new_stream, 16)
    arrow("text-file.arrow", table, pa.ipc.new_file, 50)
    arrow("text-large.arrow", large, pa.ipc.new_stream)
    arrow("text-zstd.arrow", table, pa.ipc.new_file, 40, compression="zstd")
    arrow("text-lz4.arrow", table, pa.ipc.new_stream, compression="lz4")
    arrow("chat-stream.arrow", chats, pa.ipc.new_stream, 9)
    views = table.set_column(1, "text", table["text"].cast(pa.string_view()))
    arrow("text-views.arrow", views, pa.ipc.new_stream)


main()
