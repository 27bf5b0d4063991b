"""Starts the measured commands, so that their memory is their own.

A process that is started from a large one begins with that one's peak memory, and `ru_maxrss` never goes
down: a program of 10 MB would show the 80 MB of the Python that measures it. This process is small, is
started before anything else, and imports next to nothing:

    python -I -S launcher.py

Requests come on standard input and answers go to standard output, both as marshalled dictionaries:

    command, directory, stdin, stdout, stderr (paths), limit (seconds), watch (a bool)
    → status (as of wait4), seconds, peak (bytes), late (the limit was reached), marks

With `watch` each line of standard error that begins with `loaded` or `result` is a mark: at it the
process's peak memory is read and set back, so that every statement gets a peak of its own, not just the
process. A mark is a pair: peak since the last mark, and what is held at this one, in bytes. Only Linux can
do that; elsewhere the marks are empty.
"""

import _signal
import marshal
import os
import sys
import time


def held(pid):
    """Peak and present memory of a process in bytes; the peak starts anew."""
    peak = now = 0
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            for line in file:
                if line.startswith(b"VmHWM:"):
                    peak = int(line.split()[1]) * 1024
                elif line.startswith(b"VmRSS:"):
                    now = int(line.split()[1]) * 1024
        with open(f"/proc/{pid}/clear_refs", "wb") as file:
            file.write(b"5")
    except OSError:
        pass
    return peak, now


def follow(pid, pipe, path):
    """Copies standard error into its file until it ends; gives the marks."""
    marks = []
    rest = b""
    with open(path, "wb", buffering=0) as file:
        while piece := os.read(pipe, 1 << 16):
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            count = sum(line.startswith((b"loaded ", b"result ")) for line in lines)
            if count:
                marks += [held(pid)] * count
            file.write(piece)
    return marks


def launch(request):
    command = request["command"]
    watch = request["watch"]
    reading, writing = os.pipe() if watch else (None, None)
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            os.chdir(request["directory"])
            os.dup2(os.open(request["stdin"], os.O_RDONLY), 0)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            os.dup2(os.open(request["stdout"], flags, 0o644), 1)
            os.dup2(writing if watch else os.open(request["stderr"], flags, 0o644), 2)
            os.execv(command[0], command)
        finally:
            os._exit(127)
    late = []

    def stop(*_):
        late.append(True)
        os.kill(pid, _signal.SIGKILL)

    _signal.signal(_signal.SIGALRM, stop)
    _signal.setitimer(_signal.ITIMER_REAL, request["limit"])
    marks = []
    if watch:
        os.close(writing)
        marks = follow(pid, reading, request["stderr"])
        os.close(reading)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    _signal.setitimer(_signal.ITIMER_REAL, 0)
    # Where the peak was set back, the highest of all is the process's.
    peak = max([usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)] + [peak for peak, _ in marks])
    return {"status": status, "seconds": seconds, "peak": peak, "late": bool(late), "marks": marks}


def main():
    # Control-C ends the command that runs; this process ends when the one who asks closes its input. Not
    # SIG_IGN, which the commands would inherit.
    _signal.signal(_signal.SIGINT, lambda *_: None)
    while True:
        try:
            request = marshal.load(sys.stdin.buffer)
        except EOFError:
            return
        marshal.dump(launch(request), sys.stdout.buffer)
        sys.stdout.buffer.flush()


main()
