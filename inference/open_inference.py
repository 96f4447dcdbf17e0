"""What a server of the Open Inference Protocol says of itself, the same on both faces."""

SERVER_NAME = "countermark"
EXTENSIONS = ("binary_tensor_data",)
PLATFORM = "onnx_onnxruntime"
"""The name that Triton gives to what runs an ONNX graph."""
TENSORS_MAX = 501
"""Of one request: a tensor for each column that a version may have."""
