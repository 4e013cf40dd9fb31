using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>For each precision the text of two methods: what rounds a vector on its way to shared memory, and the instruction.</summary>
internal static class GpuMatrixInstructions
{
    public static IReadOnlyDictionary<GpuPrecision, string> All { get; } = new Dictionary<GpuPrecision, string>
    {
        [GpuPrecision.TensorFloat32] = """
            /// <summary>Rounds to TF32, which has 10 bits behind the point: to nearest, ties away from zero.</summary>
            private static Float4 TensorFloat32(Float4 v)
            {
                global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint x, v.X);
                global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint y, v.Y);
                global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint z, v.Z);
                global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint w, v.W);
                v.X = Interop.IntAsFloat(x);
                v.Y = Interop.IntAsFloat(y);
                v.Z = Interop.IntAsFloat(z);
                v.W = Interop.IntAsFloat(w);
                return v;
            }

            /// <summary>Adds the product of 16×8 and 8×8 values, of which each thread of a warp has its part (PTX ISA, mma.m16n8k8):
            /// of the sums c, of the input a, of the weights b.</summary>
            private static void ProductTensorFloat32(ref float c0, ref float c1, ref float c2, ref float c3,
                float a0, float a1, float a2, float a3, float b0, float b1)
            {
                global::ILGPU.Runtime.Cuda.Ref<float> d0 = c0, d1 = c1, d2 = c2, d3 = c3;
                global::ILGPU.Runtime.Cuda.Input<uint> i0 = Interop.FloatAsInt(a0), i1 = Interop.FloatAsInt(a1),
                    i2 = Interop.FloatAsInt(a2), i3 = Interop.FloatAsInt(a3),
                    j0 = Interop.FloatAsInt(b0), j1 = Interop.FloatAsInt(b1);
                global::ILGPU.Runtime.Cuda.CudaAsm.EmitRef(
                    "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
                    ref d0, ref d1, ref d2, ref d3, ref i0, ref i1, ref i2, ref i3, ref j0, ref j1);
                c0 = d0.Value;
                c1 = d1.Value;
                c2 = d2.Value;
                c3 = d3.Value;
            }
            """,
    };
}
