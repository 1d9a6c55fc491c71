"""Turns mediapipe's float16 .tflite face models into ONNX, layer for layer; run once, its results are committed.

Activations become NCHW, weights stay float16 on disk and are widened by a Cast that onnxruntime folds at load.
"""

# mypy: disable-error-code="import-not-found,import-untyped,no-any-unimported"
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tflite
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Array = NDArray[Any]
OPSET = 17
OPERATOR_NAMES = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
DTYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}
ACTIVATIONS = {tflite.ActivationFunctionType.RELU: "Relu"}


class Converter:
    def __init__(self, content: bytes) -> None:
        self.model = tflite.Model.GetRootAsModel(content, 0)
        self.graph = self.model.Subgraphs(0)
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []
        self.constants: dict[int, Array] = {}
        self.values: dict[int, str] = {}

    def convert(self) -> Any:
        inputs = [self._graph_input(i) for i in self.graph.InputsAsNumpy()]
        for position in range(self.graph.OperatorsLength()):
            self._operator(self.graph.Operators(position))
        outputs = [self._graph_output(i) for i in self.graph.OutputsAsNumpy()]
        graph = helper.make_graph(self.nodes, "face", inputs, outputs, self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        return model

    def shape(self, tensor: int) -> list[int]:
        return [int(n) for n in self.graph.Tensors(tensor).ShapeAsNumpy()]

    def constant(self, tensor: int) -> Array:
        """The value of a tensor that is known at conversion, dense, in tflite's own layout."""
        if tensor not in self.constants:
            described = self.graph.Tensors(tensor)
            stored = self.model.Buffers(described.Buffer()).DataAsNumpy().view(DTYPES[described.Type()])
            sparsity = described.Sparsity()
            dense = _densify(stored, sparsity, self.shape(tensor)) if sparsity else stored
            self.constants[tensor] = dense.reshape(self.shape(tensor))
        return self.constants[tensor]

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def initializer(self, name: str, value: Array) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weights(self, name: str, value: Array) -> str:
        stored = self.initializer(f"{name}_f16", value.astype(np.float16))
        return self.add("Cast", [stored], name, to=onnx.TensorProto.FLOAT)

    def _graph_input(self, tensor: int) -> Any:
        n, h, w, c = self.shape(tensor)
        self.values[tensor] = "image"
        return helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, [n, c, h, w])

    def _graph_output(self, tensor: int) -> Any:
        name, shape = self.values[tensor], self.shape(tensor)
        nchw = [shape[0], shape[3], shape[1], shape[2]] if len(shape) == 4 else shape
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, nchw)

    def _operator(self, operator: Any) -> None:
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        kind = OPERATOR_NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = [int(i) for i in operator.InputsAsNumpy()]
        output = int(operator.OutputsAsNumpy()[0])
        if kind in ("DEQUANTIZE", "DENSIFY"):
            self.constants[output] = self.constant(inputs[0])
            return
        name = self.graph.Tensors(output).Name().decode().split(";")[0].replace("/", "_")
        options = operator.BuiltinOptions()
        self.values[output] = HANDLERS[kind](self, inputs, f"{name}_{output}", options)


def _densify(stored: Array, sparsity: Any, shape: list[int]) -> Array:
    """Fills a tensor from tflite's sparse form: some dimensions dense, others compressed rows, perhaps in blocks."""
    order = [int(d) for d in sparsity.TraversalOrderAsNumpy()]
    blocks = [int(d) for d in sparsity.BlockMapAsNumpy()] if sparsity.BlockMapLength() else []
    metadata = [sparsity.DimMetadata(i) for i in range(sparsity.DimMetadataLength())]
    block_size = [metadata[len(shape) + i].DenseSize() for i in range(len(blocks))]
    dense, cursor = np.zeros(shape, stored.dtype), iter(stored)

    def fill(level: int, parent: int, index: tuple[int, ...]) -> None:
        if level == len(order):
            dense[_original_index(index, order, blocks, block_size)] = next(cursor)
            return
        if metadata[level].Format() == tflite.DimensionType.DENSE:
            size = metadata[level].DenseSize()
            for i in range(size):
                fill(level + 1, parent * size + i, (*index, i))
            return
        segments, indices = _sparse_vector(metadata[level], "Segments"), _sparse_vector(metadata[level], "Indices")
        for i in range(segments[parent], segments[parent + 1]):
            fill(level + 1, i, (*index, int(indices[i])))

    fill(0, 0, ())
    return dense


def _original_index(index: tuple[int, ...], order: list[int], blocks: list[int], sizes: list[int]) -> tuple[int, ...]:
    rank = len(order) - len(blocks)
    place = [0] * len(order)
    for level, dimension in enumerate(order):
        place[dimension] = index[level]
    for i, dimension in enumerate(blocks):
        place[dimension] = place[dimension] * sizes[i] + place[rank + i]
    return tuple(place[:rank])


def _sparse_vector(metadata: Any, which: str) -> list[int]:
    vectors = {1: tflite.Int32Vector, 2: tflite.Uint16Vector, 3: tflite.Uint8Vector}
    kind = getattr(metadata, f"Array{which}Type")()
    table = getattr(metadata, f"Array{which}")()
    vector = vectors[kind]()
    vector.Init(table.Bytes, table.Pos)
    return [int(v) for v in vector.ValuesAsNumpy()]


def _same_pads(size: list[int], kernel: list[int], stride: list[int]) -> list[int]:
    total = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(size, kernel, stride, strict=True)]
    return [t // 2 for t in total] + [t - t // 2 for t in total]


def _typed(options: Any, kind: Any) -> Any:
    parsed = kind()
    parsed.Init(options.Bytes, options.Pos)
    return parsed


def _activated(c: Converter, value: str, activation: int) -> str:
    if activation == tflite.ActivationFunctionType.NONE:
        return value
    return c.add(ACTIVATIONS[activation], [value], f"{value}_activated")


def _window(c: Converter, tensor: int, kernel: list[int], options: Any) -> dict[str, list[int]]:
    strides = [options.StrideH(), options.StrideW()]
    same = options.Padding() == tflite.Padding.SAME
    pads = _same_pads(c.shape(tensor)[1:3], kernel, strides) if same else [0, 0, 0, 0]
    return {"kernel_shape": kernel, "strides": strides, "pads": pads}


def _conv(c: Converter, inputs: list[int], name: str, options: Any, *, depthwise: bool) -> str:
    parsed = _typed(options, tflite.DepthwiseConv2DOptions if depthwise else tflite.Conv2DOptions)
    stored = c.constant(inputs[1])
    weights = stored.transpose(3, 0, 1, 2) if depthwise else stored.transpose(0, 3, 1, 2)
    group = weights.shape[0] if depthwise else 1
    operands = [c.values[inputs[0]], c.weights(f"{name}_w", weights), c.weights(f"{name}_b", c.constant(inputs[2]))]
    window = _window(c, inputs[0], list(stored.shape[1:3]), parsed)
    return _activated(c, c.add("Conv", operands, name, group=group, **window), parsed.FusedActivationFunction())


def _max_pool(c: Converter, inputs: list[int], name: str, options: Any) -> str:
    parsed = _typed(options, tflite.Pool2DOptions)
    window = _window(c, inputs[0], [parsed.FilterHeight(), parsed.FilterWidth()], parsed)
    return c.add("MaxPool", [c.values[inputs[0]]], name, **window)


def _add(c: Converter, inputs: list[int], name: str, options: Any) -> str:
    parsed = _typed(options, tflite.AddOptions)
    total = c.add("Add", [c.values[i] for i in inputs], name)
    return _activated(c, total, parsed.FusedActivationFunction())


def _pad(c: Converter, inputs: list[int], name: str, _: Any) -> str:
    before_after = c.constant(inputs[1]).astype(np.int64)[[0, 3, 1, 2]]
    pads = c.initializer(f"{name}_pads", before_after.T.reshape(-1))
    return c.add("Pad", [c.values[inputs[0]], pads], name)


def _prelu(c: Converter, inputs: list[int], name: str, _: Any) -> str:
    slope = c.weights(f"{name}_slope", c.constant(inputs[1]).reshape(-1, 1, 1))
    return c.add("PRelu", [c.values[inputs[0]], slope], name)


def _reshape(c: Converter, inputs: list[int], name: str, options: Any) -> str:
    given = c.constant(inputs[1]) if len(inputs) > 1 else _typed(options, tflite.ReshapeOptions).NewShapeAsNumpy()
    shape = given.astype(np.int64)
    nhwc = c.add("Transpose", [c.values[inputs[0]]], f"{name}_nhwc", perm=[0, 2, 3, 1])
    return c.add("Reshape", [nhwc, c.initializer(f"{name}_shape", shape)], name)


def _concatenation(c: Converter, inputs: list[int], name: str, options: Any) -> str:
    axis = _typed(options, tflite.ConcatenationOptions).Axis()
    return c.add("Concat", [c.values[i] for i in inputs], name, axis=axis)


def _resize(c: Converter, inputs: list[int], name: str, options: Any) -> str:
    parsed = _typed(options, tflite.ResizeBilinearOptions)
    height, width = (int(n) for n in c.constant(inputs[1]))
    n, _, _, channels = c.shape(inputs[0])
    sizes = c.initializer(f"{name}_sizes", np.array([n, channels, height, width], np.int64))
    mode = "half_pixel" if parsed.HalfPixelCenters() else "align_corners" if parsed.AlignCorners() else "asymmetric"
    operands = [c.values[inputs[0]], "", "", sizes]
    return c.add("Resize", operands, name, mode="linear", coordinate_transformation_mode=mode)


def _depth_to_space(c: Converter, inputs: list[int], name: str, options: Any) -> str:
    block = _typed(options, tflite.DepthToSpaceOptions).BlockSize()
    return c.add("DepthToSpace", [c.values[inputs[0]]], name, blocksize=block, mode="DCR")


HANDLERS: dict[str, Callable[[Converter, list[int], str, Any], str]] = {
    "CONV_2D": lambda c, i, n, o: _conv(c, i, n, o, depthwise=False),
    "DEPTHWISE_CONV_2D": lambda c, i, n, o: _conv(c, i, n, o, depthwise=True),
    "MAX_POOL_2D": _max_pool,
    "ADD": _add,
    "PAD": _pad,
    "PRELU": _prelu,
    "RELU": lambda c, i, n, _: c.add("Relu", [c.values[i[0]]], n),
    "RESHAPE": _reshape,
    "CONCATENATION": _concatenation,
    "RESIZE_BILINEAR": _resize,
    "DEPTH_TO_SPACE": _depth_to_space,
}


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:3])
    onnx.save(Converter(source.read_bytes()).convert(), target)
    print(f"{target}: {target.stat().st_size:,} bytes")
