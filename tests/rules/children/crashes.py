"""A child that dies as a crash in native code would make it."""

import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)
