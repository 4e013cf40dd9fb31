namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The functions of angles, written as those of <see cref="VectorFunctionTable"/>.</summary>
internal static class VectorAngleTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["Sin"] = (["WideTurn"], """
            /// <summary>The sine of an angle, in double precision.</summary>
            V Sin(V x) => K.Narrow(WideTurn(K.WidenLower(x), 0), WideTurn(K.WidenUpper(x), 0));
            """),
        ["Cos"] = (["WideTurn"], """
            /// <summary>The cosine of an angle, in double precision.</summary>
            V Cos(V x) => K.Narrow(WideTurn(K.WidenLower(x), 1), WideTurn(K.WidenUpper(x), 1));
            """),
        ["WideTurn"] = ([], """
            /// <summary>
            /// The sine of so many quarter turns more than x, which is n quarters and r, at most an eighth of a turn: the series of the
            /// sine or the cosine of r, and of either sign. No number where x is beyond 2^48.
            /// </summary>
            W WideTurn(W x, long quarters)
            {
                W shifted = fma(x, W(0.6366197723675814d), W(6755399441055744d));
                W n = shifted - W(6755399441055744d);
                W r = fma(n, W(-1.5707963267948966d), x);
                r = fma(n, W(-6.123233995736766e-17d), r);
                W z = r * r;
                W s = fma(z, W(-2.505210838544172e-08d), W(2.7557319223985893e-06d));
                s = fma(s, z, W(-0.0001984126984126984d));
                s = fma(s, z, W(0.008333333333333333d));
                s = fma(s, z, W(-0.16666666666666666d));
                s = fma(s, z, W(1d)) * r;
                W c = fma(z, W(2.08767569878681e-09d), W(-2.755731922398589e-07d));
                c = fma(c, z, W(2.48015873015873e-05d));
                c = fma(c, z, W(-0.001388888888888889d));
                c = fma(c, z, W(0.041666666666666664d));
                c = fma(c, z, W(-0.5d));
                c = fma(c, z, W(1d));
                var turn = shifted.AsInt64() + L(quarters);
                W odd = K.LessThan(((turn << 63) | L(0x3FF0000000000000)).AsDouble(), W.Zero);
                W y = K.ConditionalSelect(odd, c, s) ^ ((turn << 62).AsDouble() & W(-0d));
                return K.ConditionalSelect(K.LessThanOrEqual(K.Abs(x), W(281474976710656d)), y, W(double.NaN));
            }
            """),
    };
}
