"""Pastes text into an interactive shell on a terminal of its own, as a user does, and presses Enter.

Standard input: {"argv": [...], "env": {...}, "text": "...", "bracketed": true}. The shell's prompt has to be PASTE-HERE>. Prints
what the terminal showed. Ends with status 3 when the prompt does not come back: the shell waits for more, or is gone.
"""
import json
import os
import pty
import select
import sys

WAIT = 20  # seconds, for a shell that does not answer


def read_until(descriptor, mark, seen):
    """Until the mark is seen after what was seen before; False when nothing comes any more."""
    start = len(seen)
    while mark not in bytes(seen[start:]):
        ready, _, _ = select.select([descriptor], [], [], WAIT)
        if not ready:
            return False
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            return False
        if not data:
            return False
        seen += data
    return True


def main():
    asked = json.load(sys.stdin)
    child, descriptor = pty.fork()
    if child == 0:
        os.execvpe(asked["argv"][0], asked["argv"], asked["env"])
    seen = bytearray()
    ok = read_until(descriptor, b"PASTE-HERE>", seen)
    if ok:
        text = asked["text"].encode("utf-8")
        keys = b"\x1b[200~" + text + b"\x1b[201~" if asked["bracketed"] else text
        # Editors redraw the prompt as they like: the end is announced by a command, in words that it does not hold itself.
        os.write(descriptor, keys + b"\rprintf '%s-%s\\n' PASTE DONE\r")
        ok = read_until(descriptor, b"PASTE-DONE", seen)
    os.write(1, bytes(seen))
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(descriptor)
    sys.exit(0 if ok else 3)


main()
