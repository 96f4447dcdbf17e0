"""Graphs that bring code, never end, or ask for everything."""

from collections.abc import Iterator

from onnx import TensorProto, helper

from tests.inference.hostile.making import LARGE, bytes_of, importing, using, with_tensor
from tests.inference.uploads.graphs import COLUMNS, floats, integers, linear, model, value


def operators() -> Iterator[tuple[str, bytes]]:
    """Operators that bring code, chance, text, or sizes that nobody knows."""
    yield "custom domain", bytes_of(linear(helper.make_node("Run", ["features"], ["q"], domain="evil.ops")))
    contrib = helper.make_node("Inverse", ["features"], ["q"], domain="com.microsoft")
    yield "runtime's own domain", bytes_of(importing(linear(contrib), "com.microsoft", 1))
    training = helper.make_node("Adam", ["features"], ["q"], domain="ai.onnx.preview.training")
    yield "training operator", bytes_of(importing(linear(training), "ai.onnx.preview.training", 1))
    yield "imported domain without use", bytes_of(importing(linear(), "python.call", 1))
    extra = {
        "RandomNormal": helper.make_node("RandomNormal", [], ["q"], shape=[4]),
        "RandomUniformLike": helper.make_node("RandomUniformLike", ["features"], ["q"]),
        "Bernoulli": helper.make_node("Bernoulli", ["features"], ["q"]),
        "Multinomial": helper.make_node("Multinomial", ["features"], ["q"], sample_size=10),
        "Dropout in training": helper.make_node("Dropout", ["features"], ["q"]),
        "NonZero": helper.make_node("NonZero", ["features"], ["q"]),
        "TfIdfVectorizer": helper.make_node(
            "TfIdfVectorizer", ["features"], ["q"], mode="TF", min_gram_length=1, max_gram_length=1, max_skip_count=0,
            ngram_counts=[0], ngram_indexes=[LARGE], pool_int64s=[1],
        ),
        "StringNormalizer": helper.make_node("StringNormalizer", ["features"], ["q"]),
        "RegexFullMatch": helper.make_node("RegexFullMatch", ["features"], ["q"], pattern="(a+)+$"),
        "Cast to text": helper.make_node("Cast", ["features"], ["q"], to=TensorProto.STRING),
        "SequenceConstruct": helper.make_node("SequenceConstruct", ["features"], ["q"]),
        "Optional": helper.make_node("Optional", ["features"], ["q"]),
        "ImageDecoder": helper.make_node("ImageDecoder", ["features"], ["q"]),
        "Einsum": helper.make_node("Einsum", ["features", "features"], ["q"], equation="ab,cd->abcd"),
        "ZipMap": helper.make_node("ZipMap", ["features"], ["q"], domain="ai.onnx.ml", classlabels_int64s=[0, 1]),
    }  # fmt: skip
    for name, node in extra.items():
        yield f"operator {name}", bytes_of(linear(node))


def control_flow() -> Iterator[tuple[str, bytes]]:
    """Bodies that could run for ever, or hide what they do."""
    for trips in (LARGE, 2**63 - 1):
        body = helper.make_graph(
            [helper.make_node("Identity", ["go"], ["on"])],
            "body",
            [value("i", dtype=TensorProto.INT64), value("go", dtype=TensorProto.BOOL)],
            [value("on", dtype=TensorProto.BOOL)],
        )
        loop = helper.make_node("Loop", ["trips", "yes"], [], body=body)
        yes = helper.make_tensor("yes", TensorProto.BOOL, [], [True])
        yield f"Loop of {trips}", bytes_of(linear(loop, tensors=(integers("trips", [trips]), yes)))
    branch = helper.make_graph([], "b", [], [value("w", len(COLUMNS), 1)])
    yield (
        "If that captures",
        bytes_of(linear(helper.make_node("If", ["w"], ["q"], then_branch=branch, else_branch=branch))),
    )
    scan = helper.make_graph([], "s", [value("a", 1)], [value("a", 1)])
    yield (
        "Scan",
        bytes_of(linear(helper.make_node("Scan", ["features"], ["q"], body=scan, num_scan_inputs=1))),
    )
    deep = helper.make_graph([], "deep", [], [value("w", 1)])
    for level in range(25):
        inside = helper.make_node(
            "If", ["w"], [f"q{level}"], then_branch=deep, else_branch=helper.make_graph([], "e", [], [])
        )
        deep = helper.make_graph([inside], "deep", [], [])
    yield (
        "subgraphs in subgraphs",
        bytes_of(linear(helper.make_node("If", ["w"], ["q"], then_branch=deep, else_branch=deep))),
    )
    recursive = linear(helper.make_node("F", ["features"], ["q"], domain="local"))
    call = helper.make_node("F", ["x"], ["y"], domain="local")
    recursive.functions.append(
        helper.make_function("local", "F", ["x"], ["y"], [call], [helper.make_opsetid("local", 1)])
    )
    yield "function that calls itself", bytes_of(importing(recursive, "local", 1))
    shadow = linear()
    shadow.functions.append(
        helper.make_function(
            "",
            "Sigmoid",
            ["x"],
            ["y"],
            [helper.make_node("Identity", ["x"], ["y"])],
            [helper.make_opsetid("", 21)],
        )
    )
    yield "function in a known name's place", bytes_of(shadow)
    trained = linear()
    trained.training_info.add().algorithm.CopyFrom(helper.make_graph([], "t", [], []))
    yield "training steps", bytes_of(trained)


def sizes() -> Iterator[tuple[str, bytes]]:
    """Little files that ask for much."""
    huge = integers("shape", [LARGE, LARGE])
    grow = {
        "ConstantOfShape": helper.make_node("ConstantOfShape", ["shape"], ["q"]),
        "Expand": helper.make_node("Expand", ["w", "shape"], ["q"]),
        "Tile": helper.make_node("Tile", ["w", "shape"], ["q"]),
        "Range": helper.make_node("Range", ["shape", "shape", "shape"], ["q"]),
        "Resize": helper.make_node("Resize", ["w", "", "", "shape"], ["q"]),
        "Pad": helper.make_node("Pad", ["w", "shape"], ["q"]),
        "OneHot": helper.make_node("OneHot", ["shape", "shape", "w"], ["q"]),
        "EyeLike": helper.make_node("EyeLike", ["features"], ["q"]),
    }
    for name, node in grow.items():
        yield f"giant {name}", bytes_of(linear(node, tensors=(huge,)))
    declared = floats("extra", [1], [0])
    declared.dims[:] = [LARGE, LARGE]
    yield "tensor declared giant, holding one number", with_tensor(linear(), declared)
    wrapped = floats("extra", [1], [0])
    wrapped.dims[:] = [2**33, 2**31]  # 2^64 elements: 0 where the product overflows
    yield "tensor whose size overflows", with_tensor(linear(), wrapped)
    negative = floats("extra", [1], [0])
    negative.dims[:] = [-1, -1]
    yield "tensor of negative size", with_tensor(linear(), negative)
    stuffed = TensorProto(name="extra", data_type=TensorProto.FLOAT, dims=[1], raw_data=bytes(4_000_000))
    yield "tensor declared small, holding much", with_tensor(linear(), stuffed)
    twice = floats("extra", [2], [1, 2])
    twice.raw_data = bytes(8)
    yield "tensor with its content twice", with_tensor(linear(), twice)
    text = TensorProto(name="extra", data_type=TensorProto.STRING, dims=[1], string_data=[b"x" * 1_000_000])
    yield "tensor of texts", with_tensor(linear(), text)
    yield (
        "input of a giant size",
        bytes_of(
            model(helper.make_node("Sigmoid", ["features"], ["p"]), inputs=[value("features", "n", 2**40)])
        ),
    )
    yield (
        "input of a negative size",
        bytes_of(
            model(helper.make_node("Sigmoid", ["features"], ["p"]), inputs=[value("features", "n", -4)])
        ),
    )


def masses() -> Iterator[tuple[str, bytes]]:
    """Much of everything, and little that becomes much."""
    named = linear()
    named.graph.node[0].name = "x" * 5_000_000
    yield "name of five megabytes", bytes_of(named)
    named = linear()
    named.graph.node[0].output[0] = named.graph.node[1].input[0] = "z" * 100_000
    yield "value's name of 100 kilobytes", bytes_of(named)
    noted = linear()
    for at in range(20_000):
        noted.metadata_props.add(key=f"k{at}", value="v" * 1_000)
    yield "metadata of 20 megabytes", bytes_of(noted)
    many = [helper.make_node("Identity", ["features"], [f"i{at}"]) for at in range(20_000)]
    yield "twenty thousand nodes", bytes_of(linear(*many))
    bodies = [floats(f"t{at}", [1], [0.0]) for at in range(20_000)]
    yield "twenty thousand tensors", bytes_of(linear(tensors=bodies))
    yield (
        "more bytes than allowed",
        with_tensor(
            linear(), TensorProto(name="extra", data_type=1, dims=[26_000_000], raw_data=bytes(104_000_000))
        ),
    )
    ladder = [helper.make_node("Reshape", ["features", "column"], ["c"]), helper.make_node("Reshape", ["features", "row"], ["r"]), helper.make_node("Mul", ["c", "r"], ["square"]), helper.make_node("ReduceSum", ["square", "one"], ["s"], keepdims=1), helper.make_node("Reshape", ["square", "cube"], ["t"]), helper.make_node("Mul", ["t", "r"], ["boom"])]  # fmt: skip
    shapes = (
        integers("column", [-1, 1]),
        integers("row", [1, -1]),
        integers("one", [1]),
        integers("cube", [-1, 1]),
    )
    yield "broadcast of every row with every row", using(linear(*ladder, tensors=shapes), "boom")
    cut = helper.make_node("Slice", ["features", "zero", "end"], ["some"])
    end = [helper.make_node("ReduceMax", ["features"], ["most"], keepdims=0), helper.make_node("Cast", ["most"], ["whole"], to=TensorProto.INT64), helper.make_node("Reshape", ["whole", "one"], ["end"])]  # fmt: skip
    yield (
        "size that depends on a value",
        bytes_of(linear(*end, cut, tensors=(integers("zero", [0]), integers("one", [1])))),
    )
