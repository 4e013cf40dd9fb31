namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Comparisons (PTX ISA, "setp" and "testp"). Ordered ones are false where an operand is no number.</summary>
internal static class Comparisons
{
    public readonly struct Equal<T> : IBinary<T, bool>
        where T : System.Numerics.INumber<T>
    {
        public static bool Apply(T a, T b) => a == b;
    }

    /// <summary>Also of floats, of which this is the unordered form, neu: true where an operand is no number.</summary>
    public readonly struct NotEqual<T> : IBinary<T, bool>
        where T : System.Numerics.INumber<T>
    {
        public static bool Apply(T a, T b) => a != b;
    }

    public readonly struct Less<T> : IBinary<T, bool>
        where T : System.Numerics.INumber<T>
    {
        public static bool Apply(T a, T b) => a < b;
    }

    public readonly struct LessOrEqual<T> : IBinary<T, bool>
        where T : System.Numerics.INumber<T>
    {
        public static bool Apply(T a, T b) => a <= b;
    }

    public readonly struct Greater<T> : IBinary<T, bool>
        where T : System.Numerics.INumber<T>
    {
        public static bool Apply(T a, T b) => a > b;
    }

    public readonly struct GreaterOrEqual<T> : IBinary<T, bool>
        where T : System.Numerics.INumber<T>
    {
        public static bool Apply(T a, T b) => a >= b;
    }

    public readonly struct OrderedNotEqual : IBinary<float, bool>
    {
        public static bool Apply(float a, float b) => a < b || a > b;
    }

    /// <summary>A comparison that is true where an operand is no number.</summary>
    public readonly struct Unordered<TOrdered> : IBinary<float, bool>
        where TOrdered : struct, IBinary<float, bool>
    {
        public static bool Apply(float a, float b) => float.IsNaN(a) || float.IsNaN(b) || TOrdered.Apply(a, b);
    }

    public readonly struct AreNumbers : IBinary<float, bool>
    {
        public static bool Apply(float a, float b) => !float.IsNaN(a) && !float.IsNaN(b);
    }

    public readonly struct IsOneNoNumber : IBinary<float, bool>
    {
        public static bool Apply(float a, float b) => float.IsNaN(a) || float.IsNaN(b);
    }

    public readonly struct IsNoNumber : IUnary<float, bool>
    {
        public static bool Apply(float a) => float.IsNaN(a);
    }

    public readonly struct IsNumber : IUnary<float, bool>
    {
        public static bool Apply(float a) => !float.IsNaN(a);
    }

    public readonly struct IsFinite : IUnary<float, bool>
    {
        public static bool Apply(float a) => float.IsFinite(a);
    }

    public readonly struct IsInfinite : IUnary<float, bool>
    {
        public static bool Apply(float a) => float.IsInfinity(a);
    }
}
