#!/usr/bin/env python3
"""Writes Sources/ByteLevelBPE/Pipeline/ReferenceTables.swift: sets of scalars as `tokenizers` has them.

Its parts use the Unicode tables of five different libraries, of versions 7 to 17, so the library
itself is asked about every scalar. Which scalars existed in Unicode 9.0, the version of its
normalization forms, comes from perl.

    pip install tokenizers==0.23.3
    Tools/generate-reference-tables.py

The strings are coded as in `UnicodeTables`: numbers in groups of five bits, lowest first; a group
is the character U+0030 + group, and U+0020 more when another group follows.
"""

import pathlib
import subprocess
import unicodedata

import tokenizers
from tokenizers import normalizers, pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def number(value):
    text = ""
    while True:
        group, value = value & 31, value >> 5
        text += chr(0x30 + group + (32 if value else 0))
        if not value:
            return text


def signed(value):
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def ranges(scalars):
    result = []
    for scalar in scalars:
        if result and result[-1][1] == scalar - 1:
            result[-1][1] = scalar
        else:
            result.append([scalar, scalar])
    return result


def set_table(scalars):
    text, end = "", 0
    for first, last in ranges(scalars):
        text += number(first - end) + number(last - first + 1)
        end = last + 1
    return text


def pieces(pre_tokenizer, text):
    return len(pre_tokenizer.pre_tokenize_str(text))


def lowercase():
    """(distance, code of the mapping): the one mapping to two scalars, of U+0130, is left out."""
    lower, text, end = normalizers.Lowercase(), "", 0
    for scalar in SCALARS:
        mapped = lower.normalize_str(chr(scalar))
        if mapped == chr(scalar) or scalar == 0x130:
            continue
        assert len(mapped) == 1, hex(scalar)
        text += number(scalar - end) + signed(ord(mapped) - scalar)
        end = scalar
    return text


def scripts():
    """Ranges of the scripts of UnicodeScripts: (distance, length, number of the script). Scalars in
    no range, as the space, belong to the script before them."""
    cutter = pre_tokenizers.UnicodeScripts()
    samples, found = [], []
    for scalar in SCALARS:
        character = chr(scalar)
        if pieces(cutter, character) == 0:
            continue
        if found and pieces(cutter, samples[found[-1][2]] + character) == 1:
            script = found[-1][2]
        else:
            script = next(
                (i for i, sample in enumerate(samples) if pieces(cutter, sample + character) == 1),
                len(samples))
        if script == len(samples):
            samples.append(character)
        if found and found[-1][2] == script and found[-1][1] == scalar - 1:
            found[-1][1] = scalar
        else:
            found.append([scalar, scalar, script])
    text, end = "", 0
    for first, last, script in found:
        text += number(first - end) + number(last - first + 1) + number(script)
        end = last + 1
    return text


def unicode_9():
    program = r'for (0..0xD7FF, 0xE000..0x10FFFF) { print "$_\n" if chr($_) =~ /\p{Present_In: 9.0}/ }'
    output = subprocess.run(["perl", "-e", program], capture_output=True, check=True, text=True)
    return [int(line) for line in output.stdout.split()]


def coded_ranges(values):
    """(distance, length, value) of the scalars whose value is not 0."""
    text, end, run = "", 0, None
    for scalar, value in [*values, (None, 0)]:
        if run and scalar == run[1] + 1 and value == run[2]:
            run[1] = scalar
            continue
        if run and run[2]:
            text += number(run[0] - end) + number(run[1] - run[0] + 1) + number(run[2])
            end = run[1] + 1
        run = [scalar, scalar, value]
    return text


def quick_check(form, old):
    """What UAX #15's quick check asks of each scalar: 0 when it changes nothing, the combining
    class of a mark that is left as it is, 255 when it may change. Classes and decompositions of
    scalars that exist are stable; scalars younger than 9.0 are inert in the reference."""
    assert int(unicodedata.unidata_version.split(".")[0]) >= 9
    seconds = set()
    for scalar in SCALARS:
        parts = unicodedata.decomposition(chr(scalar)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(int(parts[1], 16))
    seconds.update(range(0x1161, 0x1176), range(0x11A8, 0x11C3))
    for scalar in SCALARS:
        character = chr(scalar)
        value = 0
        if scalar in old:
            value = unicodedata.combining(character)
            if unicodedata.normalize(form, character) != character:
                value = 255
            if form.endswith("C") and scalar in seconds:
                value = 255
        yield scalar, value


def main():
    assert tokenizers.__version__ == "0.23.3"
    digits = pre_tokenizers.Digits(individual_digits=True)
    punctuation = pre_tokenizers.Punctuation()
    words = pre_tokenizers.Whitespace()
    spaces = pre_tokenizers.WhitespaceSplit()
    accents = normalizers.StripAccents()
    old = unicode_9()
    existed = set(old)
    tables = [
        ("numeric", "What `Digits` cuts out: Rust's `is_numeric`, Unicode 17.0.",
         set_table(c for c in SCALARS if pieces(digits, "a" + chr(c)) == 2)),
        ("punctuation", "What `Punctuation` cuts out: ASCII's and an old Unicode's.",
         set_table(c for c in SCALARS if pieces(punctuation, "a" + chr(c) + "a") == 3)),
        ("word", r"`\w` of Rust's `regex`, as `Whitespace` and `single_word` use it: Unicode 16.0.",
         set_table(c for c in SCALARS
                   if pieces(spaces, chr(c)) == 1 and pieces(words, "a" + chr(c)) == 1)),
        ("whiteSpace", "What `Whitespace`, `WhitespaceSplit` and `Strip` take for space.",
         set_table(c for c in SCALARS if pieces(spaces, chr(c)) == 0)),
        ("accents", "What `StripAccents` removes.",
         set_table(c for c in SCALARS if accents.normalize_str(chr(c)) == "")),
        ("lowercase", "What `Lowercase` changes, as (distance, difference): Unicode 17.0.", lowercase()),
        ("scripts", "The scripts of `UnicodeScripts`, as (distance, length, number).", scripts()),
        ("unicode9", "The scalars that existed in Unicode 9.0.", set_table(old)),
        *((form.lower(), f"The quick check of {form}, as (distance, length, value).",
           coded_ranges(quick_check(form, existed))) for form in ("NFC", "NFD", "NFKC", "NFKD")),
    ]
    source = "// Made by Tools/generate-reference-tables.py from tokenizers 0.23.3. Do not edit.\n"
    source += "// swift-format-ignore-file\n\n"
    source += "/// Scalars as the parts of `tokenizers` see them, in the coding of `UnicodeTables`.\n"
    source += "enum ReferenceTables {\n"
    for name, comment, text in tables:
        # Every character of the coding lies in U+0030...U+006F; only a backslash needs escaping.
        escaped = text.replace("\\", "\\\\")
        source += f"  /// {comment}\n  static let {name}: StaticString = \"{escaped}\"\n"
    source += "}\n"
    root = pathlib.Path(__file__).resolve().parent.parent
    (root / "Sources/ByteLevelBPE/Pipeline/ReferenceTables.swift").write_text(source)


main()
