namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Functions of one number that kernels need, each printed once.</summary>
internal sealed class GpuFunctions
{
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The call of a function, which is then printed with <see cref="Write"/>.</summary>
    public string Call(string name, params string[] arguments)
    {
        Use(name);
        return $"{name}({string.Join(", ", arguments)})";
    }

    /// <summary>Prints every function that was called.</summary>
    public void Write(CodeWriter writer)
    {
        foreach (string name in _used)
        {
            writer.Line();
            writer.Lines(GpuFunctionTable.All[name].Text);
        }
    }

    private void Use(string name)
    {
        if (!_used.Add(name)) return;
        foreach (string needed in GpuFunctionTable.All[name].Needs) Use(needed);
    }
}

/// <summary>
/// The texts of <see cref="GpuFunctions"/>: plain arithmetic, because not every back end has the functions of <c>MathF</c>, and those that
/// do round them differently. Multiply-adds are written out; where the device has an instruction for both, its compiler takes it.
/// </summary>
internal static class GpuFunctionTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["Exp"] = ([], """
            /// <summary>e to the power of x: x = n · ln 2 + r, a polynomial in r, and 2^n in two factors, so that the largest results do
            /// not overflow. What would be subnormal is 0.</summary>
            private static float Exp(float x)
            {
                // Asked first: not every back end takes a comparison with NaN for false where it has turned it round.
                if (float.IsNaN(x)) return x;
                if (x < -87.3f) return 0f;
                if (x > 89f) return float.PositiveInfinity;
                int n = (int)(x * 1.442695f + (x < 0f ? -0.5f : 0.5f));
                float r = x - n * 0.693359375f + n * 0.00021219444f;
                float p = r * 0.0001984127f + 0.0013888889f;
                p = p * r + 0.008333334f;
                p = p * r + 0.041666668f;
                p = p * r + 0.16666667f;
                p = p * r + 0.5f;
                p = p * r * r + r;
                // The exponent is not negative here: it is shifted by 127 first.
                int half = (n + 254) / 2 - 127;
                float low = Interop.IntAsFloat((uint)(half + 127) << 23);
                float high = Interop.IntAsFloat((uint)(n - half + 127) << 23);
                return (p * low + low) * high;
            }
            """),
        ["Log"] = ([], """
            /// <summary>The natural logarithm of a positive number: x = m · 2^n with m between √½ and √2, and the series of
            /// 2 · artanh((m − 1) / (m + 1)).</summary>
            private static float Log(float x)
            {
                if (float.IsNaN(x) || x > 3.4028235E+38f) return x;
                if (x <= 0f) return x < 0f ? float.NaN : float.NegativeInfinity;
                uint bits = Interop.FloatAsInt(x);
                int exponent = (int)((bits + 0x4AFB0D) >> 23) - 127;
                float m = Interop.IntAsFloat(bits - ((uint)exponent << 23));
                float s = (m - 1f) / (m + 1f);
                float z = s * s;
                float p = z * 0.11111111f + 0.14285715f;
                p = p * z + 0.2f;
                p = (p * z + 0.33333334f) * z;
                float twice = s + s;
                return exponent * 0.693359375f + (exponent * -0.00021219444f + (twice * p + twice));
            }
            """),
        ["Sigmoid"] = (["Exp"], """
            /// <summary>1 / (1 + e^−x).</summary>
            private static float Sigmoid(float x) => 1f / (1f + Exp(-x));
            """),
        ["Silu"] = (["Exp"], """
            /// <summary>x / (1 + e^−x).</summary>
            private static float Silu(float x) => x / (1f + Exp(-x));
            """),
        ["HardSwish"] = ([], """
            /// <summary>x · (x / 6 + 1 / 2), the second factor between 0 and 1.</summary>
            private static float HardSwish(float x)
            {
                float share = x > 3f ? 1f : (x + 3f) * 0.16666667f;
                return x * (share < 0f ? 0f : share);
            }
            """),
        ["ExpMinusOne"] = (["Exp"], """
            /// <summary>e^x − 1: near 0 by its series, for the difference would leave no digit right.</summary>
            private static float ExpMinusOne(float x)
            {
                if (x > 0.35f || x < -0.35f) return Exp(x) - 1f;
                float p = x * 0.0001984127f + 0.0013888889f;
                p = p * x + 0.008333334f;
                p = p * x + 0.041666668f;
                p = p * x + 0.16666667f;
                p = p * x + 0.5f;
                return p * x * x + x;
            }
            """),
        ["Tanh"] = (["ExpMinusOne"], """
            /// <summary>The hyperbolic tangent, as −m / (m + 2) with m = e^−2|x| − 1, and the sign of x.</summary>
            private static float Tanh(float x)
            {
                float m = ExpMinusOne(x < 0f ? x + x : -(x + x));
                float t = m / (m + 2f);
                return x < 0f ? t : -t;
            }
            """),
        ["Elu"] = (["ExpMinusOne"], """
            /// <summary>x where it is positive, alpha · (e^x − 1) elsewhere.</summary>
            private static float Elu(float x, float alpha) => x > 0f ? x : alpha * ExpMinusOne(x);
            """),
        ["Softplus"] = (["Exp", "Log"], """
            /// <summary>ln(1 + e^x), of which e^−|x| is at most 1: the error of the rounded sum is the same in both factors.</summary>
            private static float Softplus(float x)
            {
                if (float.IsNaN(x)) return x;
                float e = Exp(x < 0f ? x : -x);
                float sum = 1f + e;
                float log = sum == 1f ? e : Log(sum) * (e / (sum - 1f));
                return x > 0f ? x + log : log;
            }
            """),
        ["Mish"] = (["Exp"], """
            /// <summary>x · tanh(ln(1 + e^x)), as x · m / (m + 2) with m = e^x · (e^x + 2).</summary>
            private static float Mish(float x)
            {
                float e = Exp(x > 20f ? 20f : x);
                float m = e * (e + 2f);
                return x * (m / (m + 2f));
            }
            """),
        ["Gelu"] = (["Exp"], """
            /// <summary>x · Φ(x). The tail Φ(−t) at t = |x| is e^(−t²/2) · R(t); R · (t + 4) is a polynomial in
            /// (t − 4) / (t + 4).</summary>
            private static float Gelu(float x)
            {
                float t = x < 0f ? -x : x;
                if (t > 14f) return x < 0f ? 0f * x : x;
                float q = 1f / (t + 4f);
                float u = (t - 4f) * q;
                float c = u * -0.000123515356f + 0.000193591071f;
                c = c * u + 0.00156878478f;
                c = c * u - 0.00352305191f;
                c = c * u - 0.00752683325f;
                c = c * u + 0.0604064176f;
                c = c * u - 0.186523068f;
                c = c * u + 0.38713668f;
                c = c * u - 0.607896604f;
                c = c * u + 0.755285139f;
                float tail = c * q * Exp(-0.5f * t * t);
                return x * (x < 0f ? tail : 1f - tail);
            }
            """),
        ["GeluTanh"] = (["Exp"], """
            /// <summary>GELU's approximation x · (1 + tanh u) / 2, which is x / (1 + e^−2u).</summary>
            private static float GeluTanh(float x) => x / (1f + Exp(x * (-0.0713548163f * x * x - 1.59576912f)));
            """),
        ["Greater"] = ([], """
            /// <summary>The greater of two; NaN where one is NaN.</summary>
            private static float Greater(float x, float y) => x > y || float.IsNaN(x) ? x : y;
            """),
        ["Less"] = ([], """
            /// <summary>The smaller of two; NaN where one is NaN.</summary>
            private static float Less(float x, float y) => x < y || float.IsNaN(x) ? x : y;
            """),
        ["Turn"] = ([], """
            /// <summary>The sine of so many quarter turns more than x; its error grows with x beyond 8192, and from 10^8 on it is no
            /// number. A quarter turn has three parts, of which the first two have few digits.</summary>
            private static float Turn(float x, int quarters)
            {
                if (!(x < 1E+08f && x > -1E+08f)) return float.NaN;
                int whole = (int)(x * 0.6366198f + (x < 0f ? -0.5f : 0.5f));
                float n = whole;
                float r = x - n * 1.5703125f - n * 0.00048375130f - n * 7.54979E-08f;
                float z = r * r;
                float s = r + r * z * (-0.16666655f + z * (0.0083321609f - z * 0.00019515296f));
                float c = 1f - 0.5f * z + z * z * (0.041666646f + z * (-0.0013887316f + z * 2.4433157E-05f));
                int turn = whole + quarters;
                float y = (turn & 1) != 0 ? c : s;
                return (turn & 2) != 0 ? -y : y;
            }
            """),
        ["Ln"] = (["Log"], """
            /// <summary>The natural logarithm; numbers too small for all their digits are scaled first.</summary>
            private static float Ln(float x) => x > 0f && x < 1.17549435E-38f ? Log(x * 16777216f) - 16.6355324f : Log(x);
            """),
        ["Rsqrt"] = ([], """
            /// <summary>1 / √x: a first guess from the exponent, and Newton's steps. Numbers near 0 are scaled first.</summary>
            private static float Rsqrt(float x)
            {
                if (float.IsNaN(x) || x < 0f) return float.NaN;
                if (x == 0f) return 1f / x;
                if (x > 3.4028235E+38f) return 0f;
                bool isTiny = x < 1E-30f;
                float scaled = isTiny ? x * 1.15292150E+18f : x, half = scaled * 0.5f;
                float y = Interop.IntAsFloat(0x5F3759DFu - (Interop.FloatAsInt(scaled) >> 1));
                y = y * (1.5f - half * y * y);
                y = y * (1.5f - half * y * y);
                y = y + y * (0.5f - half * y * y);
                y = y + y * (0.5f - half * y * y);
                return isTiny ? y * 1.07374182E+09f : y;
            }
            """),
        ["Sqrt"] = (["Rsqrt"], """
            /// <summary>√x, as x / √x and one step of Newton's.</summary>
            private static float Sqrt(float x)
            {
                if (x == 0f || x > 3.4028235E+38f) return x;
                float y = Rsqrt(x), root = x * y;
                return root + 0.5f * y * (x - root * root);
            }
            """),
        ["Pow"] = (["Exp", "Ln"], """
            /// <summary>x to the power of a number other than 0; of less than 0 only whole powers are numbers.</summary>
            private static float Pow(float x, float exponent)
            {
                if (float.IsNaN(x)) return x;
                float half = exponent * 0.5f;
                bool isWhole = exponent == (int)exponent, isOdd = isWhole && half != (int)half;
                if (x == 0f) return exponent > 0f ? (isOdd ? x : 0f) : isOdd ? 1f / x : float.PositiveInfinity;
                float magnitude = x < 0f ? -x : x;
                if (x < 0f && !isWhole && magnitude <= 3.4028235E+38f) return float.NaN;
                float y = Exp(exponent * Ln(magnitude));
                return x < 0f && isOdd ? -y : y;
            }
            """),
        ["Power"] = (["Exp", "Ln"], """
            /// <summary>x to the power of y; of less than 0 only whole powers are numbers, and all are 1 whose exponent is 0.</summary>
            private static float Power(float x, float y)
            {
                if (!float.IsNaN(y) && y == 0f) return 1f;
                if (float.IsNaN(x)) return x;
                if (x == 1f) return 1f;
                if (float.IsNaN(y)) return y;
                float magnitude = x < 0f ? -x : x;
                // From 2^24 on all numbers are even.
                bool isLarge = y > 16777216f || y < -16777216f;
                int whole = isLarge ? 0 : (int)y;
                bool isWhole = isLarge || y == whole, isOdd = isWhole && (whole & 1) != 0;
                if (x == 0f) return y > 0f ? (isOdd ? x : 0f) : isOdd ? 1f / x : float.PositiveInfinity;
                if (x < 0f && !isWhole && magnitude <= 3.4028235E+38f) return float.NaN;
                float power = magnitude == 1f ? 1f : Exp(y * Ln(magnitude));
                return x < 0f && isOdd ? -power : power;
            }
            """),
        ["Unit"] = ([], """
            /// <summary>Between 0 and 1.</summary>
            private static float Unit(float x) => x < 0f ? 0f : x > 1f ? 1f : x;
            """),
        ["Mix"] = ([], """
            /// <summary>Between a and b; a share of 0 does not look at b, for 0 times infinity is no number.</summary>
            private static float Mix(float a, float b, float share) => share == 0f ? a : a * (1f - share) + b * share;
            """),
        ["Tent"] = ([], """
            /// <summary>Linear interpolation's filter: 1 − |x|, and nothing from the distance 1 on.</summary>
            private static float Tent(float x)
            {
                float rest = 1f - (x < 0f ? -x : x);
                return rest > 0f ? rest : 0f;
            }
            """),
        ["Keys"] = ([], """
            /// <summary>Cubic convolution's filter, whose slope at the distance 1 is a; nothing from the distance 2 on.</summary>
            private static float Keys(float x, float a)
            {
                float d = x < 0f ? -x : x;
                if (d >= 2f) return 0f;
                return d <= 1f ? ((a + 2f) * d - (a + 3f)) * d * d + 1f : a * (d - 1f) * (d - 2f) * (d - 2f);
            }
            """),
    };
}
