namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Polynomials that several functions and derivatives share, in the notation of <see cref="VectorFunctionTable"/>.</summary>
internal static class VectorPolynomials
{
    /// <summary>
    /// e^y = scale + p · scale: y = n · ln 2 + r, scale = 2^n, and p = e^r − 1, a polynomial with a relative error of 4e-9. A sum with e^y
    /// adds to scale first, which is exact, and rounds once. Constants serve twice, so that AVX2 keeps all of them in registers: ln 2 is
    /// split so that its second part is the polynomial's first coefficient, and the number that rounds to integers adds the exponent's
    /// offset, 127.
    /// </summary>
    public const string Power = """
        V shifted = fma(y, C(1.442695f), C(12583039f));
            V n = shifted - C(12583039f);
            V r = fma(n, C(-0.694534302f), y);
            r = fma(n, C(0.00138712116f), r);
            V p = fma(r, C(0.00138712116f), C(0.00837173965f));
            p = fma(p, r, C(0.0416678116f));
            p = fma(p, r, C(0.166664943f));
            p = fma(p, r, C(0.49999994f));
            p = fma(p * r, r, r);
            V scale = (shifted.AsInt32() << 23).AsSingle();
        """;

    /// <summary>
    /// e^−x = scale − p · scale, where the polynomial is in −r. With n held at 127, p grows for x below −88 until
    /// e^−x overflows to infinity, as it should; the polynomial is as exact as elsewhere down to −88.3. To add 1, add it to p · scale
    /// first: scale + 1 is not exact where scale is 2^24, and that would be the largest error of all.
    /// </summary>
    public const string NegativePower = """
        V y = min(C(87f), x);
            V shifted = min(C(12583166f), fma(y, C(-1.442695f), C(12583039f)));
            V n = shifted - C(12583039f);
            V r = fma(n, C(0.694534302f), y);
            r = fma(n, C(-0.00138712116f), r);
            V p = fma(r, C(-0.00138712116f), C(0.00837173965f));
            p = fma(p, r, C(-0.0416678116f));
            p = fma(p, r, C(0.166664943f));
            p = fma(p, r, C(-0.49999994f));
            p = fma(p * r, r, r);
            V scale = (shifted.AsInt32() << 23).AsSingle();
        """;

    /// <summary>e^y in double precision, with a relative error of 5e-11; for y from −708, and infinity from 709.8 on.</summary>
    public const string WidePower = """
        W shifted = fma(y, W(1.4426950408889634d), W(6755399441055744d));
            W n = shifted - W(6755399441055744d);
            W r = fma(n, W(-0.6931471805599453d), y);
            W p = fma(r, W(0.00019790330592631673d), W(0.0013944670620447742d));
            p = fma(p, r, W(0.008333497141325285d));
            p = fma(p, r, W(0.041666294801575965d));
            p = fma(p, r, W(0.16666665868455324d));
            p = fma(p, r, W(0.500000006772148d));
            p = fma(p, r, W(1d));
            p = fma(p, r, W(1d));
            W e = p * ((shifted.AsInt64() << 52) + L(0x3FF0000000000000)).AsDouble();
        """;

    /// <summary>
    /// The natural logarithm of x > 0: x = m · 2^n with m between √½ and √2, and the series of 2 · artanh(s), s = (m − 1) / (m + 1), to
    /// s^15, with a relative error of 1e-13. n is found as a double whose lowest bits are the exponent's.
    /// </summary>
    public const string WideLog = """
        var bits = x.AsInt64();
            var biased = (bits + L(0x00095F619980C433)) >>> 52;
            W n = (biased | L(0x4330000000000000)).AsDouble() - W(4503599627371519d);
            W m = (bits - ((biased - L(1023L)) << 52)).AsDouble();
            W s = (m - W(1d)) / (m + W(1d));
            W z = s * s;
            W series = fma(z, W(0.06666666666666667d), W(0.07692307692307693d));
            series = fma(series, z, W(0.09090909090909091d));
            series = fma(series, z, W(0.1111111111111111d));
            series = fma(series, z, W(0.14285714285714285d));
            series = fma(series, z, W(0.2d));
            series = fma(series, z, W(0.3333333333333333d));
            W twice = s + s;
            W logarithm = fma(n, W(0.6931471805599453d), fma(twice * z, series, twice));
        """;

    /// <summary>
    /// The tail Φ(−t) of the normal distribution at t = |x|, and e = e^(−t²/2). The tail is e · R(t); R · (t + 4) is a polynomial of degree
    /// 9 in (t − 4) / (t + 4), fitted on [0, 14.6] to a relative error of 1.3e-8.
    /// </summary>
    public const string NormalTail = $$"""
        W t = min(W(30d), K.Abs(x));
            W y = W(-0.5d) * t * t;
            {{WidePower}}
            e = K.AndNot(e, K.LessThan(y, W(-86.5d)));
            W q = W(1d) / (t + W(4d));
            W u = (t - W(4d)) * q;
            W c = fma(u, W(-0.000123515356d), W(0.000193591071d));
            c = fma(c, u, W(0.00156878478d));
            c = fma(c, u, W(-0.00352305191d));
            c = fma(c, u, W(-0.00752683325d));
            c = fma(c, u, W(0.0604064176d));
            c = fma(c, u, W(-0.186523068d));
            c = fma(c, u, W(0.38713668d));
            c = fma(c, u, W(-0.607896604d));
            c = fma(c, u, W(0.755285139d));
            W tail = c * q * e;
        """;
}
