"""The folders that model servers load."""

import json
import pathlib

import pytest
from google.protobuf import text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference.runtimes import folders
from inference.runtimes.v2 import DIGEST_PARAMETER
from tests.inference.runtimes import graphs


@pytest.mark.parametrize("layout", ["triton", "triton-python"])
def test_a_triton_configuration_says_what_the_version_is(
    tmp_path: pathlib.Path, layout: folders.Layout
) -> None:
    """Triton's own schema reads it: name, backend, widths, digest; batched only if a row's company changes no bit."""
    for placed, batched in ((graphs.trees(), True), (graphs.linear(), False)):
        served = placed.served
        folder = folders.write(served, tmp_path, layout)
        config = text_format.Parse((folder / "config.pbtxt").read_text(), ModelConfig())
        assert folder.name == config.name == served.name
        assert config.backend == ("python" if layout == "triton-python" else "onnxruntime")
        assert [(each.name, list(each.dims)) for each in config.input] == [
            ("features", [served.feature_count])
        ]
        assert {each.name: each.dims[0] for each in config.output} == served.widths
        assert config.parameters[DIGEST_PARAMETER].string_value == served.digest.hex()
        assert config.HasField("dynamic_batching") is batched
        assert (folder / "1/model.onnx").read_bytes() == served.graph
        assert (folder / "1/model.py").exists() is (layout == "triton-python")


def test_an_mlserver_folder_says_what_the_version_is(tmp_path: pathlib.Path) -> None:
    """Its version string is the digest: MLServer keeps no parameters."""
    served = graphs.linear().served
    folder = folders.write(served, tmp_path, "mlserver")
    settings = json.loads((folder / "model-settings.json").read_text())
    assert settings["parameters"]["version"] == served.digest.hex()
    assert [each["name"] for each in settings["outputs"]] == list(served.widths)
    assert (folder / "model.onnx").read_bytes() == served.graph


def test_a_folder_is_never_written_over(tmp_path: pathlib.Path) -> None:
    """A server may be reading it."""
    folders.write(graphs.linear().served, tmp_path, "triton")
    with pytest.raises(folders.FolderTaken):
        folders.write(graphs.linear().served, tmp_path, "mlserver")
