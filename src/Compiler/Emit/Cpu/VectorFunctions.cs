using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Functions of one vector that generated code needs, each printed once per instruction set. The text is the same for all sets, and so
/// are the bits. <c>V</c> stands for the vector type, <c>C</c> for its static class, <c>fma(…)</c>, <c>max(…)</c> and <c>min(…)</c> for <see cref="VectorCode"/>'s.
/// </summary>
public sealed class VectorFunctions(VectorCode code)
{
    private static readonly Dictionary<string, (string[] Needs, string Text)> s_functions = new(StringComparer.Ordinal)
    {
        ["Exp"] = ([], """
            /// <summary>
            /// e to the power of x: x = n · ln 2 + r, a Taylor polynomial in r, and two steps of scaling, so that the largest results do not overflow.
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
        ["Expm1"] = ([], """
            /// <summary>e to the power of x, less 1, without cancellation near 0; for x up to 87.</summary>
            V Expm1(V x)
            {
                x = min(C(87f), max(C(-40f), x));
                V shifted = fma(x, C(1.442695f), C(12582912f));
                V n = shifted - C(12582912f);
                V r = fma(n, C(-0.693359375f), x);
                r = fma(n, C(0.00021219444f), r);
                V p = fma(r, C(0.0001984127f), C(0.0013888889f));
                p = fma(p, r, C(0.008333334f));
                p = fma(p, r, C(0.041666668f));
                p = fma(p, r, C(0.16666667f));
                p = fma(p, r, C(0.5f));
                p = fma(p, r * r, r);
                V scale = ((shifted.AsInt32() - C(12582912f).AsInt32() + I(127)) << 23).AsSingle();
                return fma(p, scale, scale - C(1f));
            }
            """),
        ["Log"] = ([], """
            /// <summary>The natural logarithm: x = m · 2^n with m between √½ and √2, and the series of 2 · artanh((m − 1) / (m + 1)).</summary>
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
        ["Mix"] = ([], """
            /// <summary>Between a and b; a share of 0 does not look at b, for 0 times infinity is no number.</summary>
            V Mix(V a, V b, V share) => K.ConditionalSelect(K.Equals(share, V.Zero), a, fma(b, share, a * (C(1f) - share)));
            """),
        ["Sigmoid"] = (["Exp"], """
            /// <summary>1 / (1 + e^−x).</summary>
            V Sigmoid(V x) => C(1f) / (C(1f) + Exp(-x));
            """),
        ["Silu"] = (["Exp"], """
            /// <summary>x / (1 + e^−x).</summary>
            V Silu(V x) => x / (C(1f) + Exp(-x));
            """),
        ["Tanh"] = (["Expm1"], """
            /// <summary>The hyperbolic tangent, as E / (E + 2) with E = e^2x − 1.</summary>
            V Tanh(V x)
            {
                x = min(C(10f), max(C(-10f), x));
                V e = Expm1(x + x);
                return e / (e + C(2f));
            }
            """),
        ["Elu"] = (["Expm1"], """
            /// <summary>x where it is positive, alpha · (e^x − 1) elsewhere.</summary>
            V Elu(V x, float alpha) => K.ConditionalSelect(K.GreaterThan(x, V.Zero), x, C(alpha) * Expm1(x));
            """),
        ["Mish"] = (["Exp"], """
            /// <summary>x · tanh(ln(1 + e^x)), as x · n / (n + 2) with n = e^x · (e^x + 2).</summary>
            V Mish(V x)
            {
                V e = Exp(min(C(20f), x));
                V n = e * (e + C(2f));
                return x * (n / (n + C(2f)));
            }
            """),
        ["Gelu"] = (["Exp"], """
            /// <summary>
            /// x · Φ(x). The tail Φ(−t) is e^(−t²/2) · R(t); R · (t + 4) is a polynomial of degree 9 in (t − 4) / (t + 4), fitted on [0, 14.6]
            /// to a relative error of 1.3e-8. The rounding error of t² is put back, so that the negative tail is right relatively, too:
            /// at most 5.2 units in the last place anywhere.
            /// </summary>
            V Gelu(V x)
            {
                V t = min(C(15f), K.Abs(x));
                V q = C(1f) / (t + C(4f));
                V u = (t - C(4f)) * q;
                V p = fma(u, C(-0.000123515356f), C(0.000193591071f));
                p = fma(p, u, C(0.00156878478f));
                p = fma(p, u, C(-0.00352305191f));
                p = fma(p, u, C(-0.00752683325f));
                p = fma(p, u, C(0.0604064176f));
                p = fma(p, u, C(-0.186523068f));
                p = fma(p, u, C(0.38713668f));
                p = fma(p, u, C(-0.607896604f));
                p = fma(p, u, C(0.755285139f));
                V square = t * t;
                V rest = fma(t, t, -square);
                V e = Exp(C(-0.5f) * square);
                V tail = p * q * fma(C(-0.5f) * rest, e, e);
                V result = x * K.ConditionalSelect(K.LessThan(x, V.Zero), tail, C(1f) - tail);
                return K.ConditionalSelect(K.Equals(x, x), result, x);
            }
            """),
        ["GeluTanh"] = (["Exp"], """
            /// <summary>GELU's approximation x · (1 + tanh u) / 2, which is x / (1 + e^−2u).</summary>
            V GeluTanh(V x)
            {
                V u = C(0.7978846f) * fma(C(0.044715f) * x * x, x, x);
                return x / (C(1f) + Exp(C(-2f) * u));
            }
            """),
    };

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
            string[] lines = Translate(s_functions[name].Text).Split('\n');
            int comments = lines.TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal)).Count();
            foreach (string line in lines.Take(comments)) writer.Line(line);
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            foreach (string line in lines.Skip(comments)) writer.Line(line);
        }
    }

    private void Use(string name)
    {
        if (!s_functions.TryGetValue(name, out var function)) throw new InvalidOperationException($"There is no vector function {name}.");
        if (_used.Add(name))
            foreach (string needed in function.Needs) Use(needed);
    }

    /// <summary>Puts the instruction set's names for the placeholders. The functions use nothing that needs more than this.</summary>
    private string Translate(string text)
    {
        var result = new System.Text.StringBuilder();
        for (int i = 0; i < text.Length;)
        {
            if (char.IsLetterOrDigit(text[i]) || text[i] == '_')
            {
                int start = i;
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_')) i++;
                string word = text.Substring(start, i - start);
                bool inComment = text.LastIndexOf('\n', start) is var line && text.IndexOf("///", line + 1, StringComparison.Ordinal) is >= 0 and var comment && comment < start;
                bool isCall = i < text.Length && text[i] == '(';
                if (!inComment && isCall && word is "fma" or "max" or "min")
                {
                    string[] arguments = Arguments(text, ref i);
                    result.Append(word switch
                    {
                        "fma" => code.MultiplyAdd(Translate(arguments[0]), Translate(arguments[1]), Translate(arguments[2])),
                        "max" => code.Max(Translate(arguments[0]), Translate(arguments[1])),
                        _ => code.Min(Translate(arguments[0]), Translate(arguments[1])),
                    });
                    continue;
                }
                result.Append(inComment ? word : word switch
                {
                    "V" when start == 0 || text[start - 1] is '\n' => $"private static {code.Type}",
                    "V" => code.Type,
                    "I" when isCall => $"{code.Class}.Create",
                    "I" => $"{code.Class}<int>",
                    "C" when isCall => $"{code.Class}.Create",
                    "K" => code.Class,
                    _ => word,
                });
                continue;
            }
            result.Append(text[i++]);
        }
        return result.ToString();
    }

    /// <summary>Splits the arguments of a call at its own commas; leaves <paramref name="at"/> behind the closing parenthesis.</summary>
    private static string[] Arguments(string text, ref int at)
    {
        var arguments = new List<string>();
        int depth = 0, start = at + 1;
        for (; at < text.Length; at++)
        {
            if (text[at] == '(') depth++;
            bool closes = text[at] == ')' && --depth == 0;
            if (closes || (text[at] == ',' && depth == 1))
            {
                arguments.Add(text.Substring(start, at - start).Trim());
                start = at + 1;
            }
            if (closes) break;
        }
        at++;
        return [.. arguments];
    }
}
