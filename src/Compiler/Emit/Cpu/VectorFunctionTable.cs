namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The texts of <see cref="VectorFunctions"/>. <c>V</c> stands for the vector type, <c>C(…)</c> for a constant of it, <c>I(…)</c> for one
/// of integers, <c>W</c> and <c>L(…)</c> for vectors of doubles and of long integers, <c>K</c> for the static class, <c>fma(…)</c>,
/// <c>fnma(…)</c>, <c>max(…)</c>, <c>min(…)</c> and <c>lookup(…)</c> for <see cref="VectorCode"/>'s.
/// </summary>
internal static class VectorFunctionTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["Exp"] = ([], """
            /// <summary>
            /// e to the power of x: x = n · ln 2 + r, a Taylor polynomial in r, and two steps of scaling, so that the largest results do
            /// not overflow.
            /// What would be subnormal is 0: arithmetic with subnormal numbers is a hundred times slower on many machines.
            /// </summary>
            V Exp(V x)
            {
                V isTiny = K.LessThan(x, C(-87.3f));
                x = min(C(89f), max(C(-87.3f), x));
                V shifted = fma(x, C(1.442695f), C(12582912f));
                V n = shifted - C(12582912f);
                V r = fma(n, C(-0.693359375f), x);
                r = fma(n, C(0.00021219444f), r);
                V p = fma(r, C(0.0001984127f), C(0.0013888889f));
                p = fma(p, r, C(0.008333334f));
                p = fma(p, r, C(0.041666668f));
                p = fma(p, r, C(0.16666667f));
                p = fma(p, r, C(0.5f));
                p = fma(p, r, C(1f));
                p = fma(p, r, C(1f));
                I exponent = shifted.AsInt32() - C(12582912f).AsInt32();
                I half = exponent >> 1;
                V low = ((half + I(127)) << 23).AsSingle();
                V high = ((exponent - half + I(127)) << 23).AsSingle();
                return K.AndNot(p * low * high, isTiny);
            }
            """),
        ["Log"] = ([], """
            /// <summary>
            /// The natural logarithm: x = m · 2^n with m between √½ and √2, and the series of 2 · artanh((m − 1) / (m + 1)).
            /// </summary>
            V Log(V x)
            {
                I bits = x.AsInt32();
                I exponent = (bits - I(0x3F3504F3)) >> 23;
                V m = (bits - (exponent << 23)).AsSingle();
                V n = K.ConvertToSingle(exponent);
                V s = (m - C(1f)) / (m + C(1f));
                V z = s * s;
                V p = fma(z, C(0.11111111f), C(0.14285715f));
                p = fma(p, z, C(0.2f));
                p = fma(p, z, C(0.33333334f)) * z;
                V twice = s + s;
                V result = fma(n, C(0.693359375f), fma(n, C(-0.00021219444f), fma(twice, p, twice)));
                result = K.ConditionalSelect(K.GreaterThan(x, V.Zero), result, C(float.NegativeInfinity));
                return K.ConditionalSelect(K.LessThan(x, C(float.PositiveInfinity)), result, x);
            }
            """),
        ["Ln"] = (["WideLog"], """
            /// <summary>The natural logarithm, in double precision: −∞ of 0, and no number of less.</summary>
            V Ln(V x)
            {
                V y = K.Narrow(WideLog(K.WidenLower(x)), WideLog(K.WidenUpper(x)));
                y = K.ConditionalSelect(K.Equals(x, V.Zero), C(float.NegativeInfinity), y);
                y = K.ConditionalSelect(K.LessThan(x, V.Zero), C(float.NaN), y);
                return K.ConditionalSelect(K.LessThan(x, C(float.PositiveInfinity)), y, x);
            }
            """),
        ["WideLog"] = ([], $$"""
            /// <summary>The natural logarithm of a positive number.</summary>
            W WideLog(W x)
            {
                {{VectorPolynomials.WideLog}}
                return logarithm;
            }
            """),
        ["Pow"] = (["WidePow"], """
            /// <summary>x to the power of a number, in double precision.</summary>
            V Pow(V x, double exponent) => K.Narrow(WidePow(K.WidenLower(x), exponent), WidePow(K.WidenUpper(x), exponent));
            """),
        ["WidePow"] = (["WideLog"], $$"""
            /// <summary>x to the power of a number other than 0, as e^(exponent · ln|x|); of less than 0 only whole powers are numbers.
            /// </summary>
            W WidePow(W x, double exponent)
            {
                W magnitude = K.Abs(x);
                W y = W(exponent) * WideLog(magnitude);
                y = min(W(700d), max(W(-700d), y));
                {{VectorPolynomials.WidePower}}
                W atZero = W(exponent > 0 ? 0 : double.PositiveInfinity), atInfinity = W(exponent > 0 ? double.PositiveInfinity : 0);
                W isFinite = K.LessThan(magnitude, W(double.PositiveInfinity));
                e = K.ConditionalSelect(isFinite, e, atInfinity);
                e = K.ConditionalSelect(K.Equals(x, W.Zero), atZero, e);
                bool isWhole = Math.Floor(exponent) == exponent;
                if (!isWhole) e = K.ConditionalSelect(K.LessThan(x, W.Zero) & isFinite, W(double.NaN), e);
                if (isWhole && exponent % 2 != 0) e |= x & W(-0d);
                return K.ConditionalSelect(K.Equals(x, x), e, x);
            }
            """),
        ["Power"] = (["WidePower"], """
            /// <summary>x to the power of y, in double precision.</summary>
            V Power(V x, V y) =>
                K.Narrow(WidePower(K.WidenLower(x), K.WidenLower(y)), WidePower(K.WidenUpper(x), K.WidenUpper(y)));
            """),
        ["WidePower"] = (["WideLog"], $$"""
            /// <summary>x to the power of an exponent, as e^(exponent · ln|x|); of less than 0 only whole powers are numbers, and all are 1
            /// whose exponent is 0.</summary>
            W WidePower(W x, W exponent)
            {
                W magnitude = K.Abs(x);
                W y = exponent * WideLog(magnitude);
                y = min(W(700d), max(W(-700d), y));
                {{VectorPolynomials.WidePower}}
                W isAbove = K.GreaterThan(exponent, W.Zero);
                W isFinite = K.LessThan(magnitude, W(double.PositiveInfinity));
                e = K.ConditionalSelect(isFinite, e, isAbove & W(double.PositiveInfinity));
                e = K.ConditionalSelect(K.Equals(x, W.Zero), K.AndNot(W(double.PositiveInfinity), isAbove), e);
                e = K.ConditionalSelect(K.Equals(magnitude, W(1d)), W(1d), e);
                W half = exponent * W(0.5d);
                W isWhole = K.Equals(K.Floor(exponent), exponent);
                W isOdd = K.AndNot(isWhole, K.Equals(K.Floor(half), half));
                e = K.ConditionalSelect(K.AndNot(K.LessThan(x, W.Zero) & isFinite, isWhole), W(double.NaN), e);
                e |= x & isOdd & W(-0d);
                e = K.ConditionalSelect(K.Equals(x, x) & K.Equals(exponent, exponent), e, x + exponent);
                return K.ConditionalSelect(K.Equals(exponent, W.Zero) | K.Equals(x, W(1d)), W(1d), e);
            }
            """),
        ["LogOnePlus"] = (["Log"], """
            /// <summary>log(1 + e) for e of at most 1: the error of the rounded sum is the same in both factors.</summary>
            V LogOnePlus(V e)
            {
                V sum = C(1f) + e;
                return K.ConditionalSelect(K.Equals(sum, C(1f)), e, Log(sum) * (e / (sum - C(1f))));
            }
            """),
        ["Softplus"] = (["Exp", "LogOnePlus"], """
            /// <summary>ln(1 + e^x), of which e^−|x| is at most 1: for large x it is x itself. Of NaN, only the first summand is.</summary>
            V Softplus(V x) => max(C(0f), x) + LogOnePlus(Exp(-min(K.Abs(x), C(104f))));
            """),
        ["LogSigmoid"] = ([], """
            /// <summary>log(1 / (1 + e^−x)), without overflow.</summary>
            double LogSigmoid(double x) => Math.Min(x, 0) - Math.Log(1 + Math.Exp(-Math.Abs(x)));
            """),
        ["Mix"] = ([], """
            /// <summary>Between a and b; a share of 0 does not look at b, for 0 times infinity is no number.</summary>
            V Mix(V a, V b, V share) => K.ConditionalSelect(K.Equals(share, V.Zero), a, fma(b, share, a * (C(1f) - share)));
            """),
        ["Sigmoid"] = ([], $$"""
            /// <summary>1 / (1 + e^−x).</summary>
            V Sigmoid(V x)
            {
                {{VectorPolynomials.NegativePower}}
                return C(1f) / (fnma(p, scale, C(1f)) + scale);
            }
            """),
        ["Silu"] = ([], """
            /// <summary>
            /// x / (1 + e^−x): −x = n · ln 2 / 8 − r in one step, with an error of 2e-10 · n, and e^−x = scale + p · scale. The scale is
            /// 2^(n / 8) · 1.049, of eight fractions that floats hold to 1.8e-8, and p = e^−r / 1.049 − 1 is never above 0, so that the
            /// first sum with 1 is rounded finely where e^−x is small. With n held, p grows for x below −88 until e^−x overflows to
            /// infinity, as it should.
            /// </summary>
            V Silu(V x)
            {
                V y = min(C(87f), x);
                V shifted = min(C(12584951f), fma(y, C(-11.541560f), C(12583928f)));
                V n = shifted - C(12583928f);
                V r = fma(n, C(0.0866433978f), y);
                V p = fma(r, C(-0.158903837f), C(0.476704925f));
                p = fma(p, r, C(-0.953272462f));
                p = fma(p, r, C(-0.0467275381f));
                I fraction = lookup(shifted.AsInt32(), 411193, 159067, -20974, -122406, -138114, -60340, 119378, 410266);
                V scale = (fraction + (shifted.AsInt32() << 20)).AsSingle();
                return x / (fma(p, scale, C(1f)) + scale);
            }
            """),
        ["HardSwish"] = ([], """
            /// <summary>
            /// x · (x / 6 + 1 / 2), the second factor between 0 and 1. A sixth comes in two parts, for near −3 a rounded one would leave
            /// no digit right; of 3 the two make 1 exactly.
            /// </summary>
            V HardSwish(V x)
            {
                V y = min(C(3f), x);
                return x * max(C(0f), fma(y, C(-4.96705344E-09f), fma(y, C(0.16666667f), C(0.5f))));
            }
            """),
        ["Tanh"] = ([], $$"""
            /// <summary>The hyperbolic tangent, as (e − 1) / (e + 1) with e = e^−2|x|, and the sign of x.</summary>
            V Tanh(V x)
            {
                V sign = C(-0f);
                V y = x | sign;
                y = max(C(-20f), y + y);
                {{VectorPolynomials.Power}}
                V t = fma(p, scale, scale - C(1f)) / fma(p, scale, scale + C(1f));
                return K.ConditionalSelect(sign, x, t);
            }
            """),
        ["Elu"] = ([], $$"""
            /// <summary>x where it is positive, alpha · (e^x − 1) elsewhere.</summary>
            V Elu(V x, float alpha)
            {
                V y = max(C(-40f), x);
                {{VectorPolynomials.Power}}
                return K.ConditionalSelect(K.GreaterThan(x, V.Zero), x, C(alpha) * fma(p, scale, scale - C(1f)));
            }
            """),
        ["Mish"] = (["WideMish"], """
            /// <summary>x · tanh(ln(1 + e^x)), as x · m / (m + 2) with m = e^x · (e^x + 2); in double precision.</summary>
            V Mish(V x) => K.Narrow(WideMish(K.WidenLower(x)), WideMish(K.WidenUpper(x)));
            """),
        ["WideMish"] = ([], $$"""
            /// <summary>x · tanh(ln(1 + e^x)), as x · m / (m + 2) with m = e^x · (e^x + 2).</summary>
            W WideMish(W x)
            {
                W y = min(W(40d), max(W(-700d), x));
                {{VectorPolynomials.WidePower}}
                e = K.AndNot(e, K.LessThan(x, W(-92d)));
                W m = e * (e + W(2d));
                return x * m / (m + W(2d));
            }
            """),
        ["Gelu"] = ([], """
            /// <summary>
            /// x · Φ(x), as max(x, 0) − t · Φ(−t) with t = |x|. Φ(−t) is e^(−t²/2) · P(t) / Q(t), with a relative error of 5e-9 up to 13,
            /// where the product vanishes; no coefficient is negative, so that nothing cancels. What rounding t² leaves goes into the
            /// exponent, too, for there it is a relative error. Minus infinity times 0 is no number.
            /// </summary>
            V Gelu(V x)
            {
                V t = min(C(13f), K.Abs(x));
                V square = t * t;
                V y = square * C(-0.5f);
                V shifted = fma(y, C(1.442695f), C(12583039f));
                V n = shifted - C(12583039f);
                V r = fma(n, C(-0.694534302f), y);
                r = fma(n, C(0.00138712116f), r);
                r = fma(fnma(t, t, square), C(0.5f), r);
                V p = fma(r, C(0.00138712116f), C(0.00837173965f));
                p = fma(p, r, C(0.0416678116f));
                p = fma(p, r, C(0.166664943f));
                p = fma(p, r, C(0.49999994f));
                p = fma(p * r, r, r);
                V scale = K.AndNot((shifted.AsInt32() << 23).AsSingle(), K.Equals(t, C(13f)));
                V scaled = K.Abs(min(x, t)) * scale;
                V e = fma(p, scaled, scaled);
                V a = fma(t, C(0.00399338920f), C(0.0398025587f));
                a = fma(a, t, C(0.180765957f));
                a = fma(a, t, C(0.434952527f));
                a = fma(a, t, C(0.5f));
                V b = fma(t, C(0.0100097917f), C(0.0997778773f));
                b = fma(b, t, C(0.462953031f));
                b = fma(b, t, C(1.19223177f));
                b = fma(b, t, C(1.66778994f));
                b = fma(b, t, C(1f));
                return max(C(0f), x) - e * a / b;
            }
            """),
        ["GeluTanh"] = (["WideGeluTanh"], """
            /// <summary>GELU's approximation x · (1 + tanh u) / 2, which is x / (1 + e^−2u); in double precision.</summary>
            V GeluTanh(V x) => K.Narrow(WideGeluTanh(K.WidenLower(x)), WideGeluTanh(K.WidenUpper(x)));
            """),
        ["WideGeluTanh"] = ([], $$"""
            /// <summary>GELU's approximation x · (1 + tanh u) / 2, which is x / (1 + e^−2u).</summary>
            W WideGeluTanh(W x)
            {
                W y = x * fma(W(-0.07135481627260025d) * x, x, W(-1.5957691216057308d));
                y = min(W(710d), max(W(-700d), y));
                {{VectorPolynomials.WidePower}}
                return x / (W(1d) + e);
            }
            """),
    };
}
