"""From data to a version: datasets, fit, calibration, ONNX export, path tables, parity gate, model card. The server never imports it."""
