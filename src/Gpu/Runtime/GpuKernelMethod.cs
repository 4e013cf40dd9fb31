using System.ComponentModel;
using ILGPU;

namespace Fusion.Gpu.Runtime;

/// <summary>What every kernel looks like. For generated code.</summary>
/// <param name="weights">The packed weights.</param>
/// <param name="workspace">What lies between kernels: a value with offset o, in floats of one sample, begins at o ·
/// <paramref name="batch"/>, sample after sample.</param>
/// <param name="inputs">The inputs: each begins at its offset · <paramref name="batch"/>, sample after sample, see
/// <see cref="GpuProgram"/>.</param>
/// <param name="outputs">The outputs, as the inputs.</param>
/// <param name="batch">The samples.</param>
/// <param name="places">Where its own values and weights lie.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void GpuKernelMethod(
    ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
    GpuPlaces places);
