using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fusion.Benchmarks;

/// <summary>How many floating-point operations a core can do in a second: a loop of independent multiply-adds in registers.</summary>
internal static class Ceiling
{
    // Enough chains to hide the latency of the multiply-add, few enough to stay in registers.
    private const int Chains = 12, Steps = 1_000_000;

    /// <summary>GFLOP/s of one core now, with the vectors of an instruction set.</summary>
    public static double OneCore(InstructionSet set = InstructionSet.Auto)
    {
        bool wide = Avx512F.IsSupported && set is InstructionSet.Auto or InstructionSet.Avx512,
            middle = Fma.IsSupported && set != InstructionSet.Portable;
        Func<float> loop = wide ? Wide : middle ? Middle : Narrow;
        int lanes = wide ? 16 : middle ? 8 : 4;
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long start = Stopwatch.GetTimestamp();
            loop();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            if (time < best) best = time;
        }

        return 2.0 * lanes * Chains * Steps / best.TotalNanoseconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> a = Vector512.Create(0.5f), b = Vector512.Create(0.25f);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Avx512F.FusedMultiplyAdd(s0, a, b);
            s1 = Avx512F.FusedMultiplyAdd(s1, a, b);
            s2 = Avx512F.FusedMultiplyAdd(s2, a, b);
            s3 = Avx512F.FusedMultiplyAdd(s3, a, b);
            s4 = Avx512F.FusedMultiplyAdd(s4, a, b);
            s5 = Avx512F.FusedMultiplyAdd(s5, a, b);
            s6 = Avx512F.FusedMultiplyAdd(s6, a, b);
            s7 = Avx512F.FusedMultiplyAdd(s7, a, b);
            s8 = Avx512F.FusedMultiplyAdd(s8, a, b);
            s9 = Avx512F.FusedMultiplyAdd(s9, a, b);
            s10 = Avx512F.FusedMultiplyAdd(s10, a, b);
            s11 = Avx512F.FusedMultiplyAdd(s11, a, b);
        }

        return (s0 + s1 + s2 + s3 + (s4 + s5 + s6 + s7) + (s8 + s9 + s10 + s11))[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Middle()
    {
        Vector256<float> a = Vector256.Create(0.5f), b = Vector256.Create(0.25f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Fma.MultiplyAdd(s0, a, b);
            s1 = Fma.MultiplyAdd(s1, a, b);
            s2 = Fma.MultiplyAdd(s2, a, b);
            s3 = Fma.MultiplyAdd(s3, a, b);
            s4 = Fma.MultiplyAdd(s4, a, b);
            s5 = Fma.MultiplyAdd(s5, a, b);
            s6 = Fma.MultiplyAdd(s6, a, b);
            s7 = Fma.MultiplyAdd(s7, a, b);
            s8 = Fma.MultiplyAdd(s8, a, b);
            s9 = Fma.MultiplyAdd(s9, a, b);
            s10 = Fma.MultiplyAdd(s10, a, b);
            s11 = Fma.MultiplyAdd(s11, a, b);
        }

        return (s0 + s1 + s2 + s3 + (s4 + s5 + s6 + s7) + (s8 + s9 + s10 + s11))[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector128<float> a = Vector128.Create(0.5f), b = Vector128.Create(0.25f);
        Vector128<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector128.MultiplyAddEstimate(s0, a, b);
            s1 = Vector128.MultiplyAddEstimate(s1, a, b);
            s2 = Vector128.MultiplyAddEstimate(s2, a, b);
            s3 = Vector128.MultiplyAddEstimate(s3, a, b);
            s4 = Vector128.MultiplyAddEstimate(s4, a, b);
            s5 = Vector128.MultiplyAddEstimate(s5, a, b);
            s6 = Vector128.MultiplyAddEstimate(s6, a, b);
            s7 = Vector128.MultiplyAddEstimate(s7, a, b);
            s8 = Vector128.MultiplyAddEstimate(s8, a, b);
            s9 = Vector128.MultiplyAddEstimate(s9, a, b);
            s10 = Vector128.MultiplyAddEstimate(s10, a, b);
            s11 = Vector128.MultiplyAddEstimate(s11, a, b);
        }

        return (s0 + s1 + s2 + s3 + (s4 + s5 + s6 + s7) + (s8 + s9 + s10 + s11))[0];
    }
}
