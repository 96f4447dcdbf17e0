"""ONNX Runtime, told to keep quiet before it is loaded: import it from here and nowhere else.

From 1.29 on it reports its use to its maker and keeps an id of the device in the home folder, unless this variable is set
when it is loaded (https://github.com/microsoft/onnxruntime/pull/27379). Nothing of a decision leaves this process.
"""

import os

os.putenv("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

__all__ = ["onnxruntime", "ort_errors"]
