namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Conversions (PTX ISA, "cvt").</summary>
internal static class Conversions
{
    public readonly struct SignedToLong : IUnary<int, long>
    {
        public static long Apply(int a) => a;
    }

    public readonly struct UnsignedToLong : IUnary<uint, ulong>
    {
        public static ulong Apply(uint a) => a;
    }

    /// <summary>The lower bits.</summary>
    public readonly struct LongToWord : IUnary<ulong, uint>
    {
        public static uint Apply(ulong a) => unchecked((uint)a);
    }

    public readonly struct SignedToFloat : IUnary<int, float>
    {
        public static float Apply(int a) => a;
    }

    public readonly struct SignedLongToFloat : IUnary<long, float>
    {
        public static float Apply(long a) => a;
    }

    /// <summary>By way of a double, which has all its bits, so that it is rounded once.</summary>
    public readonly struct UnsignedToFloat : IUnary<uint, float>
    {
        public static float Apply(uint a) => (float)(double)a;
    }

    /// <summary>Towards zero; what is too large is the largest, and what is no number is 0.</summary>
    public readonly struct FloatToSigned : IUnary<float, int>
    {
        public static int Apply(float a) =>
            float.IsNaN(a) ? 0 : a >= 2147483648f ? int.MaxValue : a <= -2147483648f ? int.MinValue : (int)a;
    }

    public readonly struct FloatToUnsigned : IUnary<float, uint>
    {
        public static uint Apply(float a) => float.IsNaN(a) || a <= 0 ? 0 : a >= 4294967296f ? uint.MaxValue : (uint)a;
    }

    public readonly struct ToTensorFloat : IUnary<uint, uint>
    {
        /// <summary>To nearest, ties away from zero: 10 bits stay behind the point.</summary>
        public static uint Apply(uint a)
        {
            uint magnitude = a & 0x7fffffff;
            if (magnitude > 0x7f800000) return 0x7fffffff & ~0x1fffu;
            return magnitude == 0x7f800000 ? a : (a + 0x1000) & ~0x1fffu;
        }
    }

    /// <summary>Two floats to BF16, the first in the upper half.</summary>
    public readonly struct ToPairOfBFloat : IBinary<uint, uint>
    {
        public static uint Apply(uint a, uint b) => (Round(a) << 16) | Round(b);

        /// <summary>To nearest, ties to even.</summary>
        private static uint Round(uint bits) =>
            (bits & 0x7fffffff) > 0x7f800000 ? 0x7fff : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    }
}
