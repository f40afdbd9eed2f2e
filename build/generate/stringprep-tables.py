"""Writes electron/core/sasl/stringprep-tables.ts from the tables of RFC 3454 that Python's standard library carries.

Run it with the path of the file to write. A table is its ranges in order, each as the gap after the range before and,
unless it is one code point, a dot and its length less one; numbers in base 36.
"""

import stringprep as sp
import sys

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

PROHIBITED = [
    sp.in_table_c21, sp.in_table_c22, sp.in_table_c3, sp.in_table_c4, sp.in_table_c5,
    sp.in_table_c6, sp.in_table_c7, sp.in_table_c8, sp.in_table_c9,
]

TABLES = [
    ("unassigned", "A.1: not assigned in Unicode 3.2.", sp.in_table_a1),
    ("nothing", "B.1: mapped to nothing.", sp.in_table_b1),
    ("spaces", "C.1.2: spaces other than U+0020.", sp.in_table_c12),
    (
        "prohibited",
        "C.2.1, C.2.2 and C.3 to C.9: controls, private use, noncharacters, surrogates, what is not shown as it is.",
        lambda c: any(table(c) for table in PROHIBITED),
    ),
    ("rightToLeft", "D.1: bidirectional categories R and AL.", sp.in_table_d1),
    ("leftToRight", "D.2: bidirectional category L.", sp.in_table_d2),
]


def base36(number):
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
        if number == 0:
            return text


def ranges(test):
    start = None
    for point in range(0x110001):
        inside = point < 0x110000 and test(chr(point))
        if inside and start is None:
            start = point
        elif not inside and start is not None:
            yield start, point - 1
            start = None


def encode(test):
    end = 0
    for first, last in ranges(test):
        yield base36(first - end) + ("" if first == last else "." + base36(last - first))
        end = last + 1


def lines(words, width):
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write(
        "/**\n * The tables of RFC 3454 that SASLprep (RFC 4013) uses, made by build/generate/stringprep-tables.py: ranges of code points, each as\n"
        " * the gap after the range before and, after a dot, its length less one; numbers in base 36.\n */\n"
    )
    for name, comment, test in TABLES:
        text = list(lines(list(encode(test)), 110))
        joined = " +\n".join(f"  '{line}{' ' if i < len(text) - 1 else ''}'" for i, line in enumerate(text))
        separator = "\n" if len(text) > 1 else " "
        value = joined if len(text) > 1 else joined.strip()
        out.write(f"\n/** {comment} */\nexport const {name} ={separator}{value};\n")
