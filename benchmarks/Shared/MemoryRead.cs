using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fusion.Benchmarks;

/// <summary>A loop that does nothing but read, to tell what a core gets from its caches and from memory.</summary>
internal static class MemoryRead
{
    /// <param name="count">Floats: a multiple of four vectors.</param>
    /// <returns>Their sum, so that the loop stays.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe float Sum(float* memory, int count)
    {
        Vector<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i < count; i += 4 * Vector<float>.Count)
        {
            a += Vector.Load(memory + i);
            b += Vector.Load(memory + i + Vector<float>.Count);
            c += Vector.Load(memory + i + 2 * Vector<float>.Count);
            d += Vector.Load(memory + i + 3 * Vector<float>.Count);
        }

        return Vector.Sum(a + b + c + d);
    }
}
