"""Runs this Python with the given arguments; says the CPU seconds and the peak memory, in bytes, of that process.

A process of its own and a small one, since a child's peak begins at that of the process which started it.
"""

from __future__ import annotations

import resource
import subprocess
import sys

if __name__ == "__main__":
    ended = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss * 1024}\n")
    sys.exit(ended.returncode)
