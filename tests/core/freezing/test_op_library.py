"""A custom op, compiled here: with its library the session engine and the proof run it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from freezing_models import X, make
from tensorboard.compat.proto import meta_graph_pb2

from core.freezing.freeze import freeze
from core.freezing.options import FreezeOptions
from core.opening import open_model
from core.session.client import SessionClient

SOURCE = """
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"
using namespace tensorflow;
REGISTER_OP("CryographPlusOne").Input("x: float").Output("y: float")
    .SetShapeFn([](shape_inference::InferenceContext* c) { c->set_output(0, c->input(0)); return absl::OkStatus(); });
class PlusOne : public OpKernel {
 public:
  explicit PlusOne(OpKernelConstruction* c) : OpKernel(c) {}
  void Compute(OpKernelContext* c) override {
    const Tensor& x = c->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(c, c->allocate_output(0, x.shape(), &y));
    for (int i = 0; i < x.NumElements(); ++i) y->flat<float>()(i) = x.flat<float>()(i) + 1;
  }
};
REGISTER_KERNEL_BUILDER(Name("CryographPlusOne").Device(DEVICE_CPU), PlusOne);
"""


@pytest.fixture(scope="module")
def library(tf: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("g++") is None:
        pytest.skip("no g++ to compile a custom op with")
    folder = tmp_path_factory.mktemp("library")
    (folder / "op.cc").write_text(SOURCE)
    command = [
        "g++",
        "-std=c++17",
        "-w",
        "-shared",
        "-fPIC",
        str(folder / "op.cc"),
        "-o",
        str(folder / "op.so"),
        *tf.sysconfig.get_compile_flags(),
        *tf.sysconfig.get_link_flags(),
    ]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("TensorFlow's headers can't be compiled here")
    return folder / "op.so"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["direct", "session"])
def test_a_custom_op_is_frozen_and_proven_with_its_library(engine: Any, library: Path, tf: Any, tmp_path: Path) -> None:
    prefix = make(tf, "ref_variables", tmp_path / "model").prefix
    meta_path = Path(f"{prefix}.meta")
    meta = meta_graph_pb2.MetaGraphDef.FromString(meta_path.read_bytes())
    meta.graph_def.node.add(name="custom", op="CryographPlusOne", input=["y"])
    op = meta.meta_info_def.stripped_op_list.op.add(name="CryographPlusOne")
    op.input_arg.add(name="x", type=1)
    op.output_arg.add(name="y", type=1)
    meta_path.write_bytes(meta.SerializeToString())
    with SessionClient() as client:  # its own: a library stays loaded in the worker
        report = freeze(
            open_model(prefix),
            tmp_path / "f.pb",
            FreezeOptions(outputs=("custom",), engine=engine, op_libraries=(library,), feeds={"x": X}),
            client=client,
        )
    assert report.verified is not None
    assert report.verified.ok is True, report.verified
    assert not any("CryographPlusOne" in str(text) for text in report.warnings)
