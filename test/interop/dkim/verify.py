"""Judges the DKIM signature of a message on standard input by dkimpy: the first argument is where its key is published, the second what is."""
import sys

import dkim

name, record = (argument.encode("ascii") for argument in sys.argv[1:3])


def published(asked, timeout=5):
    return record if asked.rstrip(b".") == name else None


try:
    print("pass" if dkim.verify(sys.stdin.buffer.read(), dnsfunc=published) else "fail")
except dkim.DKIMException as error:
    print("unusable:", error)
