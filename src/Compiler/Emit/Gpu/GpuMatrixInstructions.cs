using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>The texts of the methods that hold instructions for matrix units.</summary>
internal static class GpuMatrixInstructions
{
    /// <summary>What kernels of some precisions call, each once.</summary>
    public static IEnumerable<string> For(IEnumerable<GpuPrecision> precisions) =>
        precisions.SelectMany(precision => s_texts[precision]).Distinct();

    /// <summary>What rounds vectors to TF32, and the product of these.</summary>
    private const string TensorFloat32 = """
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
        """;

    /// <summary>What is left of a vector, for the second of two factors.</summary>
    private const string Rest = """
        /// <summary>What TF32 leaves of a vector, in TF32.</summary>
        private static Float4 Rest(Float4 v, Float4 rounded)
        {
            v.X -= rounded.X;
            v.Y -= rounded.Y;
            v.Z -= rounded.Z;
            v.W -= rounded.W;
            return TensorFloat32(v);
        }
        """;

    /// <summary>What makes one vector of two, of BF16, and the product of these.</summary>
    private const string BFloat16 = """
        /// <summary>Rounds to BF16, which has 7 bits behind the point, and puts neighbours into the halves of a word.</summary>
        private static Float4 BFloat16(Float4 v, Float4 more)
        {
            global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint x, v.Y, v.X);
            global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint y, v.W, v.Z);
            global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint z, more.Y, more.X);
            global::ILGPU.Runtime.Cuda.CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint w, more.W, more.Z);
            v.X = Interop.IntAsFloat(x);
            v.Y = Interop.IntAsFloat(y);
            v.Z = Interop.IntAsFloat(z);
            v.W = Interop.IntAsFloat(w);
            return v;
        }

        /// <summary>Adds the product of 16×16 and 16×8 values, of which each thread of a warp has its part (PTX ISA, mma.m16n8k16):
        /// of the sums c, of the input a, of the weights b, the latter in pairs.</summary>
        private static void ProductBFloat16(ref float c0, ref float c1, ref float c2, ref float c3,
            float a0, float a1, float a2, float a3, float b0, float b1)
        {
            global::ILGPU.Runtime.Cuda.Ref<float> d0 = c0, d1 = c1, d2 = c2, d3 = c3;
            global::ILGPU.Runtime.Cuda.Input<uint> i0 = Interop.FloatAsInt(a0), i1 = Interop.FloatAsInt(a1),
                i2 = Interop.FloatAsInt(a2), i3 = Interop.FloatAsInt(a3),
                j0 = Interop.FloatAsInt(b0), j1 = Interop.FloatAsInt(b1);
            global::ILGPU.Runtime.Cuda.CudaAsm.EmitRef(
                "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
                ref d0, ref d1, ref d2, ref d3, ref i0, ref i1, ref i2, ref i3, ref j0, ref j1);
            c0 = d0.Value;
            c1 = d1.Value;
            c2 = d2.Value;
            c3 = d3.Value;
        }
        """;

    private static readonly Dictionary<GpuPrecision, string[]> s_texts = new()
    {
        [GpuPrecision.TensorFloat32] = [TensorFloat32],
        [GpuPrecision.TensorFloat32x3] = [TensorFloat32, Rest],
        [GpuPrecision.BFloat16] = [BFloat16],
    };
}
