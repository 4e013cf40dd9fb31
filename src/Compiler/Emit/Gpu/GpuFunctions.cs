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
            writer.Lines(Definition(name).Text);
        }
    }

    private void Use(string name)
    {
        if (!_used.Add(name)) return;
        foreach (string needed in Definition(name).Needs) Use(needed);
    }

    private static (string[] Needs, string Text) Definition(string name) =>
        GpuAngleTable.All.TryGetValue(name, out var angle) ? angle
        : GpuPowerTable.All.TryGetValue(name, out var power) ? power
        : GpuFunctionTable.All[name];
}

/// <summary>
/// The texts of <see cref="GpuFunctions"/>: plain arithmetic, because not every back end has the functions of <c>MathF</c>, and those that
/// do round them differently. Multiply-adds are written out; where the device has an instruction for both, its compiler takes it.
/// </summary>
/// <remarks>
/// Floats are compared with <c>&lt;</c>, <c>&gt;</c> and <c>==</c>, and a comparison chooses between two values, one after another:
/// <c>x &lt; y ? a : b</c>. Of the negation of <c>x &lt; y</c>, which an <c>if</c>, <c>&amp;&amp;</c>, <c>||</c> and <c>!</c> need, ILGPU
/// 1.5.3 makes <c>x &gt;= y</c>, which is false, too, where a number is NaN. A test reads its output for such comparisons.
/// </remarks>
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
                if (float.IsNaN(x)) return x;
                float within = x > 89f ? 89f : x;
                within = x < -87.3f ? -87.3f : within;
                int n = (int)(within * 1.442695f + (within < 0f ? -0.5f : 0.5f));
                float r = within - n * 0.693359375f + n * 0.00021219444f;
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
                float power = (p * low + low) * high;
                return x < -87.3f ? 0f : power;
            }
            """),
        ["Log"] = ([], """
            /// <summary>The natural logarithm of a positive number: x = m · 2^n with m between √½ and √2, and the series of
            /// 2 · artanh((m − 1) / (m + 1)).</summary>
            private static float Log(float x)
            {
                if (float.IsNaN(x)) return x;
                uint bits = Interop.FloatAsInt(x);
                int exponent = (int)((bits + 0x4AFB0D) >> 23) - 127;
                float m = Interop.IntAsFloat(unchecked(bits - ((uint)exponent << 23)));
                float s = (m - 1f) / (m + 1f);
                float z = s * s;
                float p = z * 0.11111111f + 0.14285715f;
                p = p * z + 0.2f;
                p = (p * z + 0.33333334f) * z;
                float twice = s + s;
                float log = exponent * 0.693359375f + (exponent * -0.00021219444f + (twice * p + twice));
                log = x == 0f ? float.NegativeInfinity : log;
                log = x < 0f ? float.NaN : log;
                return x > 3.4028235E+38f ? x : log;
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
                float p = x * 0.0001984127f + 0.0013888889f;
                p = p * x + 0.008333334f;
                p = p * x + 0.041666668f;
                p = p * x + 0.16666667f;
                p = p * x + 0.5f;
                float near = p * x * x + x, far = Exp(x) - 1f;
                near = x == 0f ? x : near;
                return MathF.Abs(x) > 0.35f ? far : near;
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
                float e = Exp(-MathF.Abs(x));
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
                float t = MathF.Abs(x);
                t = t > 14f ? 14f : t;
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
            private static float Greater(float x, float y)
            {
                float greater = x > y ? x : y;
                greater = float.IsNaN(x) ? x : greater;
                return float.IsNaN(y) ? y : greater;
            }
            """),
        ["Less"] = ([], """
            /// <summary>The smaller of two; NaN where one is NaN.</summary>
            private static float Less(float x, float y)
            {
                float less = x < y ? x : y;
                less = float.IsNaN(x) ? x : less;
                return float.IsNaN(y) ? y : less;
            }
            """),
        ["Clamp"] = ([], """
            /// <summary>Between two numbers; NaN stays.</summary>
            private static float Clamp(float x, float least, float greatest)
            {
                float y = x > greatest ? greatest : x;
                return x < least ? least : y;
            }
            """),
        ["Threshold"] = ([], """
            /// <summary>x where it is greater than alpha, 0 elsewhere; NaN stays.</summary>
            private static float Threshold(float x, float alpha)
            {
                float y = x > alpha ? x : 0f;
                return float.IsNaN(x) ? x : y;
            }
            """),
        ["Mix"] = ([], """
            /// <summary>Between a and b; a share of 0 does not look at b, for 0 times infinity is no number.</summary>
            private static float Mix(float a, float b, float share) => share == 0f ? a : a * (1f - share) + b * share;
            """),
        ["Tent"] = ([], """
            /// <summary>Linear interpolation's filter: 1 − |x|, and nothing from the distance 1 on.</summary>
            private static float Tent(float x)
            {
                float rest = 1f - MathF.Abs(x);
                return rest > 0f ? rest : 0f;
            }
            """),
        ["Keys"] = ([], """
            /// <summary>Cubic convolution's filter, whose slope at the distance 1 is a; nothing from the distance 2 on.</summary>
            private static float Keys(float x, float a)
            {
                float d = MathF.Abs(x);
                float near = ((a + 2f) * d - (a + 3f)) * d * d + 1f, far = a * (d - 1f) * (d - 2f) * (d - 2f);
                float y = d > 1f ? far : near;
                return d < 2f ? y : 0f;
            }
            """),
    };
}
