"""What is generated is what its sources say: nobody has edited it, and nobody has forgotten to make it again."""

import pathlib

from tools import generate


def test_the_committed_stubs_are_current(tmp_path: pathlib.Path) -> None:
    """The gRPC stubs are those of proto/; `make generate` writes them."""
    generate.write_stubs(tmp_path)
    assert generate.differences(tmp_path) == []


def test_an_edited_stub_is_found(tmp_path: pathlib.Path) -> None:
    """The comparison sees a changed file, a missing one and one too many."""
    generate.write_stubs(tmp_path)
    stubs = sorted((tmp_path / generate.STUBS).rglob("*_pb2.py"))
    stubs[0].write_text("edited")
    stubs[1].unlink()
    (tmp_path / generate.STUBS / "extra.py").write_text("")
    found = generate.differences(tmp_path)
    expected = {*(str(each.relative_to(tmp_path)) for each in stubs[:2]), str(generate.STUBS / "extra.py")}
    assert set(found) == expected
