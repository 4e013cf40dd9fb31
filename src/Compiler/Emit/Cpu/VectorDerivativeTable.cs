namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The derivatives of activations, written as <see cref="VectorFunctionTable"/> says.</summary>
internal static class VectorDerivativeTable
{
    /// <summary>
    /// e = e^−|x| and q = 1 / (1 + e): of e^|x| the difference from 1 would lose all digits. The exponent stays where scale is normal.
    /// </summary>
    private const string Logistic = $$"""
        V y = max(C(-87f), x | C(-0f));
            {{VectorPolynomials.Power}}
            V e = fma(p, scale, scale);
            V q = C(1f) / (C(1f) + e);
        """;

    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["SigmoidDerivative"] = ([], $$"""
            /// <summary>s · (1 − s), s being the sigmoid of x; the same for −x.</summary>
            V SigmoidDerivative(V x)
            {
                {{Logistic}}
                return e * q * q;
            }
            """),
        ["SiluDerivative"] = ([], $$"""
            /// <summary>s + x · s · (1 − s), s being the sigmoid of x; where e is as small as it gets here, it is 0.</summary>
            V SiluDerivative(V x)
            {
                {{Logistic}}
                e = K.AndNot(e, K.LessThanOrEqual(y, C(-87f)));
                V sigmoid = K.ConditionalSelect(K.LessThan(x, V.Zero), e * q, q);
                return fma(x * e * q, q, sigmoid);
            }
            """),
        ["HardSwishDerivative"] = ([], """
            /// <summary>x / 3 + 1 / 2 between −3 and 3, 0 below and 1 above.</summary>
            V HardSwishDerivative(V x)
            {
                V inside = K.ConditionalSelect(K.LessThan(x, C(3f)), fma(x, C(0.33333334f), C(0.5f)), C(1f));
                return K.ConditionalSelect(K.LessThanOrEqual(x, C(-3f)), V.Zero, inside);
            }
            """),
        ["TanhDerivative"] = ([], $$"""
            /// <summary>1 − tanh(x)², as 4 · e / (1 + e)² with e = e^−2|x|.</summary>
            V TanhDerivative(V x)
            {
                V y = x | C(-0f);
                y = max(C(-87f), y + y);
                {{VectorPolynomials.Power}}
                V e = fma(p, scale, scale);
                V q = C(1f) / (C(1f) + e);
                return C(4f) * e * q * q;
            }
            """),
        ["EluDerivative"] = ([], $$"""
            /// <summary>1 where x is positive, alpha · e^x elsewhere.</summary>
            V EluDerivative(V x, float alpha)
            {
                V y = min(C(0f), max(C(-87f), x));
                {{VectorPolynomials.Power}}
                return K.ConditionalSelect(K.GreaterThan(x, V.Zero), C(1f), C(alpha) * fma(p, scale, scale));
            }
            """),
        ["MishDerivative"] = (["WideMishDerivative"], """
            /// <summary>The derivative of x · tanh(ln(1 + e^x)), in double precision.</summary>
            V MishDerivative(V x) => K.Narrow(WideMishDerivative(K.WidenLower(x)), WideMishDerivative(K.WidenUpper(x)));
            """),
        ["WideMishDerivative"] = ([], $$"""
            /// <summary>
            /// The derivative of x · m / (m + 2) with m = e^x · (e^x + 2), which is m / (m + 2) + 4 · x · e^x · (e^x + 1) / (m + 2)².
            /// </summary>
            W WideMishDerivative(W x)
            {
                W y = min(W(40d), max(W(-700d), x));
                W input = y;
                {{VectorPolynomials.WidePower}}
                e = K.AndNot(e, K.LessThan(x, W(-92d)));
                W m = e * (e + W(2d));
                W q = W(1d) / (m + W(2d));
                return m * q + W(4d) * input * e * (e + W(1d)) * q * q;
            }
            """),
        ["GeluDerivative"] = (["WideGeluDerivative"], """
            /// <summary>Φ(x) + x · φ(x), in double precision; NaN keeps its sign.</summary>
            V GeluDerivative(V x) =>
                K.ConditionalSelect(K.Equals(x, x), K.Narrow(WideGeluDerivative(K.WidenLower(x)), WideGeluDerivative(K.WidenUpper(x))), x);
            """),
        ["WideGeluDerivative"] = ([], $$"""
            /// <summary>Φ(x) + x · φ(x).</summary>
            W WideGeluDerivative(W x)
            {
                {{VectorPolynomials.NormalTail}}
                return fma(x * e, W(0.3989422804014327d), K.ConditionalSelect(K.LessThan(x, W.Zero), tail, W(1d) - tail));
            }
            """),
        ["GeluTanhDerivative"] = (["WideGeluTanhDerivative"], """
            /// <summary>The derivative of GELU's approximation x / (1 + e^−2u), in double precision.</summary>
            V GeluTanhDerivative(V x) => K.Narrow(WideGeluTanhDerivative(K.WidenLower(x)), WideGeluTanhDerivative(K.WidenUpper(x)));
            """),
        ["WideGeluTanhDerivative"] = ([], $$"""
            /// <summary>s + x · s · (1 − s) · 2u′ with s = 1 / (1 + e^−2u); beyond ±40 it is 0 or 1.</summary>
            W WideGeluTanhDerivative(W x)
            {
                W input = min(W(40d), max(W(-40d), x));
                W square = input * input;
                W y = input * fma(W(-0.07135481627260025d), square, W(-1.5957691216057308d));
                y = min(W(710d), max(W(-700d), y));
                {{VectorPolynomials.WidePower}}
                W s = W(1d) / (W(1d) + e);
                return fma(input * s * (W(1d) - s), fma(W(0.21406444881780074d), square, W(1.5957691216057308d)), s);
            }
            """),
    };
}
