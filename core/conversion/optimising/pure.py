"""Ops whose result is a matter of their inputs and attributes alone: no state, no chance, no control flow.

Two of them with the same inputs are one too many; one of constants is a constant. An op that isn't listed is left
alone, so that a list which lacks one costs a little speed and never a wrong result.
"""

from __future__ import annotations

_ARRAYS = """BatchToSpace BatchToSpaceND Bitcast BroadcastArgs BroadcastTo Cast Concat ConcatOffset ConcatV2
Cumprod Cumsum DepthToSpace Diag DiagPart ExpandDims Fill Gather GatherNd GatherV2 GuaranteeConst Identity IdentityN
InvertPermutation LinSpace ListDiff MatrixBandPart MatrixDiag MatrixDiagPart MatrixDiagPartV2 MatrixDiagV2 MatrixSetDiag
MirrorPad OneHot OnesLike Pack Pad PadV2 ParallelConcat Range Rank Reshape Reverse ReverseSequence ReverseV2 ScatterNd
Select SelectV2 Shape ShapeN Size Slice SpaceToBatch SpaceToBatchND SpaceToDepth Split SplitV Squeeze
StridedSlice Tile Transpose Unique UniqueV2 Unpack UnravelIndex Where ZerosLike"""

_MATHS = """Abs Acos Acosh Add AddN AddV2 All Any ApproximateEqual ArgMax ArgMin Asin Asinh Atan Atan2 Atanh BatchMatMul
BatchMatMulV2 BatchMatMulV3 BiasAdd BiasAddV1 Bincount BitwiseAnd BitwiseOr BitwiseXor Ceil Complex ComplexAbs Conj Cos
Cosh Cross Digamma Div DivNoNan Einsum Equal Erf Erfc Erfinv Exp Expm1 Floor FloorDiv FloorMod Greater GreaterEqual Imag
Inv Invert IsFinite IsInf IsNan L2Loss LeftShift Less LessEqual Lgamma Log Log1p LogicalAnd LogicalNot LogicalOr MatMul
Max Maximum Mean Min Minimum Mod Mul MulNoNan Neg NextAfter NotEqual Pow Prod Real RealDiv Reciprocal RightShift Rint
Round Rsqrt SegmentMax SegmentMean SegmentMin SegmentProd SegmentSum Sigmoid Sign Sin Sinh Sqrt Square SquaredDifference
Sub Sum Tan Tanh TruncateDiv TruncateMod UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentProd UnsortedSegmentSum
Xdivy Xlogy Zeta"""

_NETWORKS = """AvgPool AvgPool3D Conv2D Conv2DBackpropInput Conv3D DepthwiseConv2dNative Dilation2D Elu
InTopK InTopKV2 L2Loss LRN LeakyRelu LogSoftmax MaxPool MaxPool3D MaxPoolV2 Relu Relu6 ResizeArea ResizeBicubic
ResizeBilinear ResizeNearestNeighbor Selu Softmax SoftmaxCrossEntropyWithLogits Softplus Softsign
SparseSoftmaxCrossEntropyWithLogits TopK TopKV2"""

_OTHERS = """AsString DecodeRaw DynamicPartition DynamicStitch FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars
FakeQuantWithMinMaxVarsPerChannel StringJoin StringLength StringLower StringStrip StringToNumber StringUpper Substr"""

PURE = frozenset(f"{_ARRAYS} {_MATHS} {_NETWORKS} {_OTHERS}".split())
"""The ops."""
