#!/usr/bin/env python3
"""Measures a tokenizer on a corpus with Spark: ships shards' numbers, not records.

    tokprof manifest /data/corpus -o corpus.ndjson
    spark-submit tokprof_spark.py -t tokenizer.json --manifest corpus.ndjson \
        --states states -o profile.json

Each task runs "tokprof map" on one shard. The program, the tokenizer, the manifest and the corpus
must have the same paths on every machine; the states come back to the driver, which keeps each in
a file and merges them. A second run does only the shards whose states are missing.

Exit codes are tokprof's: 0 done, 2 usage, 3 bad input, 4 temporary, 70 a fault of tokprof.
"""

import argparse
import json
import os
import subprocess
import sys

# What running again may mend: input and output (4), and signals, such as that of a killed machine.
def is_temporary(code):
    return code == 4 or code < 0 or code >= 128


def map_shard(command, shard):
    """Runs one shard; returns (shard, exit code, states or message)."""
    done = subprocess.run(command + ["--shard", str(shard)], capture_output=True)
    if is_temporary(done.returncode):
        # Spark runs the task again, here or on another machine.
        raise RuntimeError(f"shard {shard}: exit code {done.returncode}: {done.stderr.decode()}")
    if done.returncode != 0:
        return shard, done.returncode, done.stderr.decode(errors="replace").encode()
    if not is_whole(done.stdout):
        raise RuntimeError(f"shard {shard}: the states were cut off")
    return shard, 0, done.stdout


def is_whole(states):
    """Whether the last line is the end that tokprof writes; merge checks its SHA-256."""
    lines = states.splitlines()
    return states.endswith(b"\n") and json.loads(lines[-1]).get("end") is True


def shard_count(manifest):
    with open(manifest, encoding="utf-8") as lines:
        shards = [json.loads(line) for line in lines]
    if any(shard["shard"] != n or shard["shards"] != len(shards) for n, shard in enumerate(shards)):
        sys.exit(f"error: {manifest} is not whole: make it again with “tokprof manifest”")
    return len(shards)


def state_path(folder, shard):
    return os.path.join(folder, f"{shard}.ndjson")


def keep(folder, shard, states):
    """Writes a file that is there whole or not at all."""
    part = state_path(folder, shard) + ".part"
    with open(part, "wb") as file:
        file.write(states)
        file.flush()
        os.fsync(file.fileno())
    os.rename(part, state_path(folder, shard))


def run(context, options):
    os.makedirs(options.states, exist_ok=True)
    count = shard_count(options.manifest)
    todo = [n for n in range(count) if not os.path.exists(state_path(options.states, n))]
    command = [options.tokprof, "map", "-t", options.tokenizer, "--manifest", options.manifest]
    command += options.map_options
    worst = 0
    # In slices, so that the driver never holds the states of millions of shards.
    for first in range(0, len(todo), options.slice):
        part = todo[first : first + options.slice]
        results = context.parallelize(part, len(part)).map(lambda n: map_shard(command, n))
        for shard, code, output in results.collect():
            if code == 0:
                keep(options.states, shard, output)
            else:
                worst = max(worst, code)
                sys.stderr.write(f"shard {shard}: {output.decode()}")
    if worst:
        return worst
    merge = [options.tokprof, "merge", "--manifest", options.manifest, options.states]
    return subprocess.run(merge + ["-o", options.output]).returncode


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-t", "--tokenizer", required=True)
    parser.add_argument("--manifest", required=True, help="what “tokprof manifest” has written")
    parser.add_argument("--states", required=True, help="a folder of the driver for the states")
    parser.add_argument("-o", "--output", required=True, help="the profile, or - for printing it")
    parser.add_argument("--tokprof", default="tokprof", help="the program on every machine")
    parser.add_argument("--slice", type=int, default=10_000, help="shards a job")
    parser.add_argument("map_options", nargs="*", help="options of “tokprof map”, after --")
    options = parser.parse_args(arguments)

    from pyspark import SparkContext

    context = SparkContext.getOrCreate()
    try:
        return run(context, options)
    finally:
        context.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
