"""What kind of work an op does: one of six categories, the colours of the canvas."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Category = Literal["nn", "activation", "shape", "maths", "normalisation", "data"]

_NN = """
Conv1D Conv2D Conv3D Conv2DBackpropFilter Conv2DBackpropInput Conv3DBackpropInputV2 Conv DepthwiseConv2dNative
DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Dilation2D MatMul BatchMatMul BatchMatMulV2
BatchMatMulV3 SparseMatMul SparseTensorDenseMatMul Einsum BiasAdd BiasAddV1 LSTMBlockCell BlockLSTM BlockLSTMV2
GRUBlockCell CudnnRNN CudnnRNNV2 CudnnRNNV3 EmbeddingLookup QuantizedConv2D QuantizedMatMul QuantizedBiasAdd
FusedConv2DBiasActivation CTCGreedyDecoder CTCBeamSearchDecoder CTCLoss NonMaxSuppression NonMaxSuppressionV2
NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 CombinedNonMaxSuppression
"""
_ACTIVATION = """
Relu Relu6 Elu Selu LeakyRelu Softplus Softsign Sigmoid Tanh Softmax LogSoftmax PRelu Gelu Swish HardSwish
QuantizedRelu QuantizedRelu6 QuantizedReluX SparseSoftmax
"""
_SHAPE = """
MaxPool MaxPoolV2 MaxPool3D MaxPoolWithArgmax AvgPool AvgPool3D FractionalMaxPool FractionalAvgPool Reshape Squeeze
ExpandDims Transpose Concat ConcatV2 Split SplitV Slice StridedSlice Pack Unpack Stack Tile Pad PadV2 MirrorPad
Gather GatherV2 GatherNd ScatterNd Shape ShapeN Size Rank Reverse ReverseV2 ReverseSequence SpaceToBatchND
SpaceToBatch BatchToSpaceND BatchToSpace SpaceToDepth DepthToSpace ResizeBilinear ResizeNearestNeighbor ResizeBicubic
ResizeArea CropAndResize ExtractImagePatches BroadcastTo BroadcastArgs Where OneHot TopK TopKV2 Cast Bitcast Fill
ZerosLike OnesLike InvertPermutation DynamicStitch DynamicPartition Unique MatrixDiag MatrixBandPart Roll
QuantizedMaxPool QuantizedAvgPool QuantizedReshape QuantizedConcat TensorScatterUpdate EnsureShape ConcatOffset
StridedSliceGrad BroadcastGradientArgs
"""
_NORMALISATION = """
FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 BatchNormWithGlobalNormalization LRN L2Normalize
FakeQuantWithMinMaxVars FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVarsPerChannel Quantize QuantizeV2 Dequantize
QuantizeAndDequantize QuantizeAndDequantizeV2 QuantizeAndDequantizeV3 Requantize RequantizationRange
QuantizeDownAndShrinkRange InstanceNorm
"""
_MATHS = """
Add AddV2 AddN Sub Mul Div RealDiv DivNoNan FloorDiv TruncateDiv FloorMod Mod Pow Sqrt Rsqrt Square
SquaredDifference Exp Expm1 Log Log1p Neg Abs Sign Reciprocal Inv Maximum Minimum Sum Mean Prod Max Min All Any
ArgMax ArgMin Cumsum Cumprod Floor Ceil Round Rint Sin Cos Tan Asin Acos Atan Atan2 Sinh Cosh Erf Erfc Lgamma Digamma
Equal NotEqual Less LessEqual Greater GreaterEqual LogicalAnd LogicalOr LogicalNot Select SelectV2 ClipByValue
Xdivy Xlogy L2Loss Range LinSpace Cross Cholesky MatrixInverse MatrixDeterminant Svd Qr FFT FFT2D IFFT RFFT
SegmentSum SegmentMean SegmentMax UnsortedSegmentSum SparseSegmentSum SparseSegmentMean Bucketize InTopK InTopKV2
SparseSoftmaxCrossEntropyWithLogits SoftmaxCrossEntropyWithLogits IsNan IsInf IsFinite BitwiseAnd BitwiseOr
"""

_LISTS: dict[Category, str] = {
    "nn": _NN,
    "activation": _ACTIVATION,
    "shape": _SHAPE,
    "normalisation": _NORMALISATION,
    "maths": _MATHS,
}
_BY_OP: dict[str, Category] = {op: category for category, ops in _LISTS.items() for op in ops.split()}

_PARTS: tuple[tuple[str, Category], ...] = (
    ("BatchNorm", "normalisation"),
    ("FakeQuant", "normalisation"),
    ("Conv", "nn"),
    ("MatMul", "nn"),
    ("LSTM", "nn"),
    ("GRU", "nn"),
    ("Pool", "shape"),
    ("Resize", "shape"),
    ("Relu", "activation"),
    ("Softmax", "activation"),
    ("Sigmoid", "activation"),
    ("Tanh", "activation"),
    ("Segment", "maths"),
)


@lru_cache(maxsize=4096)
def category(op: str) -> Category:
    """The category of an op type.

    `nn` (layers with weights), `activation`, `shape` (pooling and shape), `maths`, `normalisation`, `data` (data and
    control: variables, constants, placeholders, control flow, files, and everything unknown).
    """
    known = _BY_OP.get(op)
    if known is not None:
        return known
    if op.endswith("Grad"):
        return category(op.removesuffix("Grad"))
    for part, found in _PARTS:
        if part in op and not op.startswith(("Apply", "ResourceApply")):
            return found
    return "data"
