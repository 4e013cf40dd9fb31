namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Roots, powers and the logarithm of any number, written as the functions of <see cref="GpuFunctionTable"/>.</summary>
internal static class GpuPowerTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["Ln"] = (["Log"], """
            /// <summary>The natural logarithm; numbers too small for all their digits are scaled first.</summary>
            private static float Ln(float x)
            {
                float log = Log(x < 1.17549435E-38f ? x * 16777216f : x);
                return x < 1.17549435E-38f ? log - 16.6355324f : log;
            }
            """),
        ["Rsqrt"] = ([], """
            /// <summary>1 / √x: a first guess from the exponent, and Newton's steps. Numbers near 0 are scaled first.</summary>
            private static float Rsqrt(float x)
            {
                if (float.IsNaN(x)) return x;
                float scaled = x < 1E-30f ? x * 1.15292150E+18f : x, half = scaled * 0.5f;
                float y = Interop.IntAsFloat(unchecked(0x5F3759DFu - (Interop.FloatAsInt(scaled) >> 1)));
                y = y * (1.5f - half * y * y);
                y = y * (1.5f - half * y * y);
                y = y + y * (0.5f - half * y * y);
                y = y + y * (0.5f - half * y * y);
                y = x < 1E-30f ? y * 1.07374182E+09f : y;
                y = x == 0f ? 1f / x : y;
                y = x < 0f ? float.NaN : y;
                return x > 3.4028235E+38f ? 0f : y;
            }
            """),
        ["Sqrt"] = (["Rsqrt"], """
            /// <summary>√x, as x / √x and one step of Newton's.</summary>
            private static float Sqrt(float x)
            {
                float y = Rsqrt(x), root = x * y;
                root = root + 0.5f * y * (x - root * root);
                root = x == 0f ? x : root;
                return x > 3.4028235E+38f ? x : root;
            }
            """),
        ["Power"] = (["Exp", "Ln"], """
            /// <summary>x to the power of y; of less than 0 only whole powers are numbers, and all are 1 whose exponent is 0.</summary>
            private static float Power(float x, float y)
            {
                float ofNaN = x == 1f ? 1f : x + y;
                ofNaN = y == 0f ? 1f : ofNaN;
                if (float.IsNaN(x) || float.IsNaN(y)) return ofNaN;
                float magnitude = MathF.Abs(x);
                // From 2^24 on all numbers are even.
                bool isLarge = MathF.Abs(y) > 16777216f;
                int whole = (int)(isLarge ? 0f : y);
                bool isWhole = isLarge | y == whole, isOdd = isWhole & (whole & 1) != 0;
                float power = Exp(y * Ln(magnitude));
                power = magnitude == 1f ? 1f : power;
                float signed = x < 0f ? -power : power;
                power = isOdd ? signed : power;
                float ofRoot = magnitude > 3.4028235E+38f ? power : float.NaN;
                ofRoot = x < 0f ? ofRoot : power;
                power = isWhole ? power : ofRoot;
                float ofZero = y > 0f ? 0f : float.PositiveInfinity, ofOdd = y > 0f ? x : 1f / x;
                ofZero = isOdd ? ofOdd : ofZero;
                power = x == 0f ? ofZero : power;
                return y == 0f ? 1f : power;
            }
            """),
    };
}
