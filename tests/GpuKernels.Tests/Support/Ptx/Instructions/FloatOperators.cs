using System.Numerics;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>
/// Arithmetic of fp32, rounded to nearest, ties to even; subnormal numbers stay (PTX ISA, "Floating-Point Instructions"). A result that is
/// no number is the one that devices give.
/// </summary>
internal static class FloatOperators
{
    private static readonly float s_noNumber = BitConverter.UInt32BitsToSingle(0x7fffffff);

    public readonly struct Add : IVectorBinary<float>
    {
        public static float Apply(float a, float b) => Canonical(a + b);

        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => Canonical(a + b);
    }

    public readonly struct Subtract : IVectorBinary<float>
    {
        public static float Apply(float a, float b) => Canonical(a - b);

        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => Canonical(a - b);
    }

    public readonly struct Multiply : IVectorBinary<float>
    {
        public static float Apply(float a, float b) => Canonical(a * b);

        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => Canonical(a * b);
    }

    public readonly struct Divide : IBinary<float, float>
    {
        public static float Apply(float a, float b) => Canonical(a / b);
    }

    /// <summary>The lesser of two; where one is no number, the other. -0 is less than 0.</summary>
    public readonly struct Least : IBinary<float, float>
    {
        public static float Apply(float a, float b) => Canonical(float.MinNumber(a, b));
    }

    public readonly struct Greatest : IBinary<float, float>
    {
        public static float Apply(float a, float b) => Canonical(float.MaxNumber(a, b));
    }

    /// <summary>The lesser of two; no number where one is none.</summary>
    public readonly struct LeastOrNoNumber : IBinary<float, float>
    {
        public static float Apply(float a, float b) => Canonical(MathF.Min(a, b));
    }

    public readonly struct GreatestOrNoNumber : IBinary<float, float>
    {
        public static float Apply(float a, float b) => Canonical(MathF.Max(a, b));
    }

    public readonly struct Reciprocal : IUnary<float, float>
    {
        public static float Apply(float a) => Canonical(1 / a);
    }

    public readonly struct SquareRoot : IUnary<float, float>
    {
        public static float Apply(float a) => Canonical(MathF.Sqrt(a));
    }

    public readonly struct Negate : IUnary<uint, uint>
    {
        public static uint Apply(uint a) => a ^ 0x80000000;
    }

    public readonly struct Absolute : IUnary<uint, uint>
    {
        public static uint Apply(uint a) => a & 0x7fffffff;
    }

    public readonly struct MultiplyAdd : ITernary<float>
    {
        public static float Apply(float a, float b, float c) => Canonical(MathF.FusedMultiplyAdd(a, b, c));
    }

    /// <summary>c - a · b, which has no name in PTX: a product is contracted into what is taken from.</summary>
    public readonly struct MultiplySubtractFrom : ITernary<float>
    {
        public static float Apply(float a, float b, float c) => Canonical(MathF.FusedMultiplyAdd(-a, b, c));
    }

    /// <summary>a · b - c.</summary>
    public readonly struct MultiplySubtract : ITernary<float>
    {
        public static float Apply(float a, float b, float c) => Canonical(MathF.FusedMultiplyAdd(a, b, -c));
    }

    private static Vector<float> Canonical(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.Equals(value, value), value, new Vector<float>(s_noNumber));

    private static float Canonical(float value) => float.IsNaN(value) ? s_noNumber : value;
}
