namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Arithmetic of whole numbers, which wraps round (PTX ISA, "Integer Arithmetic Instructions").</summary>
internal static class IntegerOperators
{
    public readonly struct Move<T> : IUnary<T, T>
    {
        public static T Apply(T a) => a;
    }

    public readonly struct Negate : IUnary<int, int>
    {
        public static int Apply(int a) => unchecked(-a);
    }

    public readonly struct NegateLong : IUnary<long, long>
    {
        public static long Apply(long a) => unchecked(-a);
    }

    /// <summary>Of the least number it is that itself.</summary>
    public readonly struct Absolute : IUnary<int, int>
    {
        public static int Apply(int a) => unchecked(a < 0 ? -a : a);
    }

    public readonly struct Add<T> : IVectorBinary<T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T a, T b) => unchecked(a + b);

        public static System.Numerics.Vector<T> Apply(System.Numerics.Vector<T> a, System.Numerics.Vector<T> b) => a + b;
    }

    public readonly struct Subtract<T> : IBinary<T, T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T a, T b) => unchecked(a - b);
    }

    public readonly struct MultiplyLow<T> : IBinary<T, T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T a, T b) => unchecked(a * b);
    }

    public readonly struct MultiplyHigh : IBinary<int, int>
    {
        public static int Apply(int a, int b) => (int)(((long)a * b) >> 32);
    }

    public readonly struct MultiplyHighUnsigned : IBinary<uint, uint>
    {
        public static uint Apply(uint a, uint b) => (uint)(((ulong)a * b) >> 32);
    }

    public readonly struct MultiplyWide : IBinary<int, long>
    {
        public static long Apply(int a, int b) => (long)a * b;
    }

    public readonly struct MultiplyWideUnsigned : IBinary<uint, ulong>
    {
        public static ulong Apply(uint a, uint b) => (ulong)a * b;
    }

    public readonly struct MultiplyAddLow<T> : ITernary<T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T a, T b, T c) => unchecked(a * b + c);
    }

    /// <summary>The result of the least number by -1 is what devices give: that number.</summary>
    public readonly struct Divide : IBinary<int, int>
    {
        public static int Apply(int a, int b) => b == -1 ? unchecked(-a) : a / b;
    }

    public readonly struct DivideLong : IBinary<long, long>
    {
        public static long Apply(long a, long b) => b == -1 ? unchecked(-a) : a / b;
    }

    public readonly struct RemainderLong : IBinary<long, long>
    {
        public static long Apply(long a, long b) => b == -1 ? 0 : a % b;
    }

    public readonly struct DivideUnsigned : IBinary<uint, uint>
    {
        public static uint Apply(uint a, uint b) => a / b;
    }

    /// <summary>It has the sign of the dividend, as on devices; the ISA leaves it open.</summary>
    public readonly struct Remainder : IBinary<int, int>
    {
        public static int Apply(int a, int b) => b == -1 ? 0 : a % b;
    }

    public readonly struct RemainderUnsigned : IBinary<uint, uint>
    {
        public static uint Apply(uint a, uint b) => a % b;
    }

    public readonly struct Least<T> : IBinary<T, T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T a, T b) => a < b ? a : b;
    }

    public readonly struct Greatest<T> : IBinary<T, T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T a, T b) => a > b ? a : b;
    }

    public readonly struct And<T> : IBinary<T, T>
        where T : System.Numerics.IBinaryInteger<T>
    {
        public static T Apply(T a, T b) => a & b;
    }

    public readonly struct Or<T> : IBinary<T, T>
        where T : System.Numerics.IBinaryInteger<T>
    {
        public static T Apply(T a, T b) => a | b;
    }

    public readonly struct ExclusiveOr<T> : IBinary<T, T>
        where T : System.Numerics.IBinaryInteger<T>
    {
        public static T Apply(T a, T b) => a ^ b;
    }

    public readonly struct Not<T> : IUnary<T, T>
        where T : System.Numerics.IBinaryInteger<T>
    {
        public static T Apply(T a) => ~a;
    }

    /// <summary>More bits than the number has leave nothing (PTX ISA: shift amounts are clamped).</summary>
    public readonly struct ShiftLeft : IShift<uint>
    {
        public static uint Apply(uint a, uint bits) => bits > 31 ? 0 : a << (int)bits;
    }

    public readonly struct ShiftLeftLong : IShift<ulong>
    {
        public static ulong Apply(ulong a, uint bits) => bits > 63 ? 0 : a << (int)bits;
    }

    public readonly struct ShiftRight : IShift<int>
    {
        public static int Apply(int a, uint bits) => a >> (int)Math.Min(bits, 31);
    }

    public readonly struct ShiftRightLong : IShift<long>
    {
        public static long Apply(long a, uint bits) => a >> (int)Math.Min(bits, 63);
    }

    public readonly struct ShiftRightUnsigned : IShift<uint>
    {
        public static uint Apply(uint a, uint bits) => bits > 31 ? 0 : a >> (int)bits;
    }

    public readonly struct ShiftRightUnsignedLong : IShift<ulong>
    {
        public static ulong Apply(ulong a, uint bits) => bits > 63 ? 0 : a >> (int)bits;
    }
}
