#!/usr/bin/env python3
"""Works out a profile of `tokprof profile` again, from the definitions and with other packages.

    check-profile.py TOKENIZER.json PROFILE.json FOLDER

PROFILE.json is what `tokprof profile --json` made of the text files of FOLDER, one document each.
Ids come from Hugging Face's `tokenizers`, scripts from Unicode's own files in /usr/share/unicode
(or in the folder that TOKPROF_UNICODE_DATA names), fits from `numpy`. ICU is not asked. `jsonschema`
holds the document to docs/profile.schema.json. Prints how many figures were compared, and those that
differ: integers at all, fits by more than 1e-9.
Exit code 0: none differs. 1: some do. 5: a package or Unicode's files are missing.
"""
import collections
import json
import os
import sys

try:
    import jsonschema
    import numpy
    import tokenizers
except ImportError as error:
    print(f"check-profile: {error}; Tools/check-venv installs what is needed", file=sys.stderr)
    sys.exit(5)

UNICODE = os.environ.get("TOKPROF_UNICODE_DATA", "/usr/share/unicode")
HAN_GROUP = {"Hani", "Hira", "Kana", "Hrkt", "Bopo"}
FEWEST_SOURCE_BYTES = 1024


def records(name):
    with open(f"{UNICODE}/{name}.txt", encoding="utf-8") as file:
        for line in file:
            fields = [field.strip() for field in line.split("#")[0].split(";")]
            if len(fields) > 1:
                yield fields


def code_points(field):
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


class Scripts:
    """Script, Script_Extensions and brackets of all code points."""

    def __init__(self):
        codes = {fields[2]: fields[1] for fields in records("PropertyValueAliases")
                 if fields[0] == "sc"}
        self.script = {point: codes[fields[1]] for fields in records("Scripts")
                       for point in code_points(fields[0])}
        self.extensions = {point: set(fields[1].split()) for fields in records("ScriptExtensions")
                           for point in code_points(fields[0])}
        self.brackets = {int(fields[0], 16): (int(fields[1], 16), fields[2])
                         for fields in records("BidiBrackets")}
        with open(f"{UNICODE}/Scripts.txt", encoding="utf-8") as file:
            self.version = file.readline().split("-")[1].rsplit(".", 2)[0]

    @staticmethod
    def group(script):
        return "Han group" if script in HAN_GROUP else script

    def own(self, point):
        """The script of a character that has one; None for Common and Inherited."""
        script = self.script.get(point, "Zzzz")
        return None if script in ("Zyyy", "Zinh") else script

    def resolve(self, text):
        """The group of each character, and what Han is called in this document (UAX #24)."""
        points = [ord(character) for character in text]
        resolved, current, seen = [], None, set()
        following = [None] * len(points)  # The next script on the line.
        ahead = None
        for index in range(len(points) - 1, -1, -1):
            following[index] = ahead
            if points[index] == 0x0A:
                ahead = None
                following[index] = None
            script = self.own(points[index])
            if script:
                ahead = self.group(script)
        stack, is_full = [], False
        for index, point in enumerate(points):
            script = self.own(point)
            pair, kind = self.brackets.get(point, (None, None))
            opener = None
            if kind == "c" and not is_full:
                place = next((k for k in range(len(stack) - 1, -1, -1) if stack[k][0] == point),
                             None)
                if place is not None:
                    opener = stack[place][1]
                    del stack[place:]
            extensions = self.extensions.get(point, set())
            if extensions == {self.script.get(point)}:
                extensions = set()
            if script:
                seen.add(script)
                group = self.group(script)
            elif opener is not None:
                group = resolved[opener]
            elif not extensions:
                group = current
            else:
                groups = {self.group(extension) for extension in extensions}
                if current in groups:
                    group = current
                elif following[index] in groups:
                    group = following[index]
                else:
                    seen.add(min(extensions))
                    group = self.group(min(extensions))
            resolved.append(group)
            current = group or current
            if kind == "o" and not is_full:
                if len(stack) == 32:
                    is_full = True
                else:
                    stack.append((pair, index))
            if point == 0x0A:
                stack, is_full = [], False
        first = next((group for group in resolved if group), "Zyyy")
        han = ("Jpan" if seen & {"Hira", "Kana", "Hrkt"} else "Kore" if "Hang" in seen else "Hani")
        return [group or first for group in resolved], han


def token_bytes(tokenizer):
    """The bytes of every id; GPT-2's alphabet writes each byte as one character."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    alphabet = {chr(byte): byte for byte in plain}
    for index, byte in enumerate(byte for byte in range(256) if byte not in plain):
        alphabet[chr(256 + index)] = byte
    added = {id: token.content for id, token in tokenizer.get_added_tokens_decoder().items()}
    return {id: (added[id].encode() if id in added
                 else bytes(alphabet[character] for character in token))
            for token, id in tokenizer.get_vocab(with_added_tokens=True).items()}


def unit_ends(data, size):
    """Where windows end: behind the first newline from `size` on, at most at twice that."""
    ends, begin = [], 0
    while begin < len(data):
        newline = data.find(b"\n", begin + size - 1, begin + 2 * size)
        if newline >= 0:
            end = newline + 1
        elif len(data) <= begin + 2 * size:
            end = len(data)
        else:
            end = begin + 2 * size
            while data[end] & 0xC0 == 0x80:
                end -= 1
        ends.append(end)
        begin = end
    return ends


def owner(groups):
    """The most frequent; of equally frequent ones the first."""
    tally = collections.Counter(groups)
    return max(tally, key=lambda group: (tally[group], -groups.index(group)))


def measure(text, tokenizer, table, scripts, size):
    """The observations [bytes, characters, tokens] by script, one a unit."""
    data = text.encode()
    groups, han = scripts.resolve(text)
    by_byte, starts = [], []
    for character, group in zip(text, groups):
        starts.append(len(by_byte))
        by_byte += [group] * len(character.encode())
    unit_of = []
    for number, end in enumerate(unit_ends(data, size)):
        unit_of += [number] * (end - len(unit_of))
    cells = collections.defaultdict(lambda: [0, 0, 0])

    def cell(place, group):
        name = han if group == "Han group" else "Kore" if group == "Hang" else group
        return cells[name, unit_of[place]]

    for place, group in enumerate(by_byte):
        cell(place, group)[0] += 1
    for place, group in zip(starts, groups):
        cell(place, group)[1] += 1
    place = 0
    for id in tokenizer.encode(text, add_special_tokens=False).ids:
        end = place + len(table[id])
        cell(place, owner(by_byte[place:end]))[2] += 1
        place = end
    assert place == len(data), "the tokenizer changes the text"
    found = collections.defaultdict(list)
    for (script, _), numbers in cells.items():
        found[script].append(numbers)
    return found


def least_squares(x, y, weights):
    """The line of y on x, in the names of a profile's JSON."""
    if len(x) < 3 or numpy.ptp(x) == 0:
        return None
    w = weights / weights.sum()
    mean_x, mean_y = (w * x).sum(), (w * y).sum()
    sxx = (weights * (x - mean_x) ** 2).sum()
    slope = (weights * (x - mean_x) * (y - mean_y)).sum() / sxx
    intercept = mean_y - slope * mean_x
    errors = y - intercept - slope * x
    variance = (weights * errors ** 2).sum() / (len(x) - 2)
    total = (weights * (y - mean_y) ** 2).sum()
    return {
        "intercept": intercept, "slope": slope,
        "slopeStandardError": (variance / sxx) ** 0.5,
        "interceptStandardError": (variance * (1 / weights.sum() + mean_x ** 2 / sxx)) ** 0.5,
        "covariance": -variance * mean_x / sxx, "residualStandardDeviation": variance ** 0.5,
        "rSquared": 1 - (weights * errors ** 2).sum() / total if total else None}


def hc3(x, y):
    design = numpy.column_stack([numpy.ones_like(x), x])
    q, r = numpy.linalg.qr(design)
    e = y - q @ (q.T @ y)
    h = (q * q).sum(axis=1)
    if len(x) < 3 or numpy.ptp(x) == 0 or (1 - h).min() < 1e-12:
        return None
    half = numpy.linalg.inv(r) @ (q.T * (e / (1 - h)))
    covariance = half @ half.T
    return {"interceptStandardError": covariance[0, 0] ** 0.5,
            "slopeStandardError": covariance[1, 1] ** 0.5, "covariance": covariance[0, 1]}


def ratio_error(x, y):
    """The standard error that svyratio() of R's survey gives for draws with replacement."""
    n, r = len(x), y.sum() / x.sum()
    if n < 2:
        return None
    return (n / (n - 1) * ((y - r * x) ** 2).sum()) ** 0.5 / x.sum()


def between_sources(sources):
    """Random effects of log ratio: DerSimonian and Laird's method of moments."""
    sources = [numpy.array(units, float) for units in sources]
    sources = [units for units in sources if units[:, 0].sum() >= FEWEST_SOURCE_BYTES]
    if len(sources) < 2:
        return None
    ratios = numpy.array([units[:, 2].sum() / units[:, 0].sum() for units in sources])
    variances = numpy.array([(ratio_error(units[:, 0], units[:, 2]) or 0) ** 2
                             for units in sources]) / ratios ** 2
    logs = numpy.log(ratios)
    if (variances == 0).any():
        between = logs.var(ddof=1) - variances.mean()
    else:
        w = 1 / variances
        q = (w * (logs - (w * logs).sum() / w.sum()) ** 2).sum()
        between = (q - (len(logs) - 1)) / (w.sum() - (w ** 2).sum() / w.sum())
    return {"sources": len(logs), "ratio": float(numpy.exp(logs.mean())),
            "standardDeviationOfLog": logs.std(ddof=1), "betweenSourceVariance": max(0, between)}


class Comparison:
    def __init__(self):
        self.compared, self.different = 0, []

    def check(self, place, found, expected):
        if isinstance(expected, dict):
            for key, value in expected.items():
                self.check(f"{place}.{key}", (found or {}).get(key), value)
            return
        self.compared += 1
        if isinstance(expected, (int, list)) or expected is None or found is None:
            equal = found == expected
        else:
            equal = abs(found - expected) <= 1e-9 * max(abs(expected), abs(found), 1e-9)
        if not equal:
            self.different.append(f"{place}: {found}, here {expected}")


def main():
    _, tokenizer_file, profile_file, folder = sys.argv
    try:
        scripts = Scripts()
    except OSError as error:
        print(f"check-profile: {error}; install unicode-data", file=sys.stderr)
        sys.exit(5)
    tokenizer = tokenizers.Tokenizer.from_file(tokenizer_file)
    table = token_bytes(tokenizer)
    with open(profile_file, encoding="utf-8") as file:
        profile = json.load(file)
    if profile["environment"]["scriptUnicode"] != scripts.version:
        print("check-profile: Unicode's files are not of ICU's version", file=sys.stderr)
        sys.exit(5)

    comparison = Comparison()
    schema_file = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                               "../docs/profile.schema.json")
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    faults = [fault.json_path + ": " + fault.message
              for fault in jsonschema.Draft202012Validator(schema).iter_errors(profile)]
    comparison.check("faults by the schema", faults[:3], [])
    units, files, sources = (collections.defaultdict(list) for _ in range(3))
    cells = collections.defaultdict(list)
    for entry in profile["files"]:
        with open(os.path.join(folder, entry["name"]), newline="", encoding="utf-8") as file:
            found = measure(file.read(), tokenizer, table, scripts, int(profile["unit"]))
        by_script = {}
        for script, observations in found.items():
            sums = [sum(numbers) for numbers in zip(*observations)]
            by_script[script] = dict(zip(("bytes", "characters", "tokens"), sums),
                                     units=len(observations), documents=1)
            units[script] += observations
            files[script].append(sums)
            sources[script, entry["source"]] += observations
            cells[script, entry["source"], entry["domain"], entry["language"]] += observations
        for key in ("bytes", "characters", "tokens"):
            comparison.check(f"{entry['name']}.{key}", entry[key],
                             sum(counts[key] for counts in by_script.values()))
        comparison.check(f"{entry['name']}.scripts",
                         {item["script"]: {key: item[key] for key in item if key != "script"}
                          for item in entry["scripts"]}, by_script)

    comparison.check("number of cells", len(profile["cells"]), len(cells))
    for cell in profile["cells"]:
        observations = cells[cell["script"], cell["source"], cell["domain"], cell["language"]]
        y = [numbers[2] for numbers in observations]
        for key, column in (("onBytes", 0), ("onCharacters", 1)):
            x = [numbers[column] for numbers in observations]
            sums = [len(x), sum(x), sum(y), sum(a * a for a in x),
                    sum(a * b for a, b in zip(x, y)), sum(b * b for b in y)]
            comparison.check(f"{cell['script']} {cell['source']} {key}",
                             cell[key] == [str(number) for number in sums] or cell[key], True)

    comparison.check("number of scripts", len(profile["scripts"]), len(units))
    for summary in profile["scripts"]:
        script = summary["script"]
        observations = numpy.array(units[script], float)
        totals = numpy.array(files[script], float)
        y = observations[:, 2]
        expected = {"units": len(observations), "bytesPerToken": observations[:, 0].sum() / y.sum(),
                    "betweenSources": between_sources(
                        [sources[key] for key in sorted(sources) if key[0] == script])}
        for column, name in ((0, "Bytes"), (1, "Characters")):
            x = observations[:, column]
            expected[f"lineOn{name}"] = least_squares(x, y, numpy.ones_like(x))
            expected[f"weightedLineOn{name}"] = least_squares(
                x[x > 0], y[x > 0], 1 / x[x > 0])
            expected[f"ratioStandardErrorOn{name}"] = ratio_error(x, y)
            expected[f"clusterStandardErrorOn{name}"] = ratio_error(totals[:, column], totals[:, 2])
            expected[f"robustOn{name}"] = hc3(x, y) if len(x) <= 128 else None
        comparison.check(script, summary, expected)

    for line in comparison.different[:40]:
        print(line)
    print(f"{comparison.compared} compared, {len(comparison.different)} different")
    sys.exit(1 if comparison.different else 0)


main()
