"""The conformance suite of the SDKs: cases as data, a proxy that makes faults, and a runner."""
