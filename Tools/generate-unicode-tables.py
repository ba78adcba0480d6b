#!/usr/bin/env python3
"""Writes Sources/ByteLevelBPE/Unicode/generated/UnicodeTables.swift: Unicode 16.0 as Swift source.

General categories come from unicodedata2 16.0.0, scripts, binary properties and case folding
from regex 2024.11.6 (the last release of `regex` on Unicode 16.0; later ones are younger and
must not be used). Both are on PyPI:

    pip install unicodedata2==16.0.0 regex==2024.11.6
    Tools/generate-unicode-tables.py

A table is a string of numbers. A number is written in groups of five bits, lowest first; a group
is the character U+0030 + group, and U+0020 more when another group follows. A set of scalars is
the list of its ranges, each as (distance from the end of the previous range, length).
"""

import importlib.metadata
import pathlib

import regex
import unicodedata2
from regex import _regex, _regex_core

LIMIT = 0x110000
SCALARS = [c for c in range(LIMIT) if not 0xD800 <= c < 0xE000]
BINARY_PROPERTIES = [
    "Alphabetic", "ASCII_Hex_Digit", "Case_Ignorable", "Cased", "Dash",
    "Default_Ignorable_Code_Point", "Diacritic", "Emoji", "Emoji_Component", "Emoji_Modifier",
    "Emoji_Modifier_Base", "Emoji_Presentation", "Extended_Pictographic", "Extender",
    "Grapheme_Extend", "Hex_Digit", "ID_Continue", "ID_Start", "Ideographic", "Join_Control",
    "Lowercase", "Math", "Quotation_Mark", "Regional_Indicator", "Sentence_Terminal",
    "Soft_Dotted", "Terminal_Punctuation", "Unified_Ideograph", "Uppercase",
    "Variation_Selector", "White_Space", "XID_Continue", "XID_Start",
]


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
    text, end, start, last = "", 0, None, None
    for scalar in sorted(scalars):
        if last is not None and scalar == last + 1:
            last = scalar
            continue
        if start is not None:
            text += number(start - end) + number(last - start + 1)
            end = last + 1
        start = last = scalar
    if start is not None:
        text += number(start - end) + number(last - start + 1)
    return text


def matching(property_text):
    found = regex.compile(property_text).match
    return [c for c in SCALARS if found(chr(c))]


def key(name):
    return "".join(c for c in name.lower() if c not in " _-")


def categories():
    sets = {}
    for scalar in range(LIMIT):
        sets.setdefault(unicodedata2.category(chr(scalar)), []).append(scalar)
    sets.pop("Cn")  # whatever no other category holds
    sets.pop("Cs")  # surrogates are not scalars
    return sets


def scripts():
    """[(names, scalars)]: the names of each script, long and short, folded by `key`."""
    by_value = {}
    for name, value in _regex_core.PROPERTIES["SCRIPT"][1].items():
        by_value.setdefault(value, []).append(name)
    result = []
    for names in by_value.values():
        names = sorted({key(n) for n in names}, key=lambda n: (-len(n), n))
        scalars = matching(r"\p{Script=%s}" % names[0])
        if scalars and names[0] != "unknown":
            result.append((names, scalars))
    return sorted(result)


def folding():
    """{scalar: the smallest scalar equal to it under simple case folding}."""
    turkic = {0x130, 0x131}  # `regex` lets them match i and I; Unicode's simple folding does not
    representative = {}
    for scalar in SCALARS:
        if scalar in turkic:
            continue
        equal = set(_regex.get_all_cases(regex.UNICODE, scalar)) - turkic
        if min(equal) != scalar:
            representative[scalar] = min(equal)
    return representative


def expansions():
    """[(scalar, its full case folding)] where that is longer than one scalar."""
    flags = regex.UNICODE | regex.FULLCASE | regex.IGNORECASE
    result = []
    for character in _regex.get_expand_on_folding():
        folded = _regex.fold_case(flags, character)
        if len(folded) > 1:
            result.append((ord(character), [ord(c) for c in folded]))
    if 0x130 not in [scalar for scalar, _ in result]:
        result.append((0x130, [0x69, 0x307]))
    return sorted(result)


def cases(function, entries):
    lines = [f"  static func {function}(_ name: String) -> StaticString? {{", "    switch name {"]
    for names, text in entries:
        quoted = ", ".join(f'"{n}"' for n in names)
        lines.append(f'    case {quoted}: return #"{text}"#')
    return lines + ["    default: return nil", "    }", "  }"]


def main():
    for package, version in (("unicodedata2", "16.0.0"), ("regex", "2024.11.6")):
        assert importlib.metadata.version(package) == version, package
    general = categories()
    assert 0x1C89 in general["Lu"] and 0x105C0 in general["Lo"] and 0xA7CB in general["Lu"]
    assert sum(len(general[c]) for c in ("Nd", "Nl", "No")) == 1911
    for category, scalars in general.items():
        assert matching(r"\p{%s}" % category) == scalars, category
    binary = [([key(p)], ranges(matching(r"\p{%s}" % p))) for p in BINARY_PROPERTIES]
    assert len(matching(r"\p{White_Space}")) == 25

    fold_text, previous = "", 0
    for scalar, target in sorted(folding().items()):
        fold_text += number(scalar - previous) + signed(target - scalar)
        previous = scalar
    expansion_text = ""
    for scalar, folded in expansions():
        expansion_text += number(scalar) + number(len(folded)) + "".join(map(number, folded))

    lines = [
        "// Generated by Tools/generate-unicode-tables.py from Unicode 16.0; do not edit.",
        "// The script says how the strings are written; `UnicodeTableReader` reads them.",
        "",
        "/// Unicode 16.0 properties as strings of numbers.",
        "enum UnicodeTables {",
        '  static let version = "16.0.0"',
        "",
        "  /// The ranges of a general category, by its two-letter name in lower case.",
        *cases("category", [([c.lower()], ranges(s)) for c, s in sorted(general.items())]),
        "",
        "  /// The ranges of a script, by its long or short name in lower case without separators.",
        *cases("script", [(n, ranges(s)) for n, s in scripts()]),
        "",
        "  /// The ranges of a binary property, by its name in lower case without separators.",
        *cases("binaryProperty", binary),
        "",
        "  /// (distance from the previous scalar, signed distance to its representative): scalars",
        "  /// that simple case folding makes equal have the same representative, the smallest.",
        f'  static let simpleFolding: StaticString = #"{fold_text}"#',
        "",
        "  /// (scalar, length, its full case folding) where that is longer than one scalar.",
        f'  static let foldingExpansions: StaticString = #"{expansion_text}"#',
        "}",
        "",
    ]
    root = pathlib.Path(__file__).resolve().parent.parent
    path = root / "Sources/ByteLevelBPE/Unicode/generated/UnicodeTables.swift"
    path.write_text("\n".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
