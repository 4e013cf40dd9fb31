namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Functions of one vector that generated code needs, each printed once per instruction set. The text, in
/// <see cref="VectorFunctionTable"/>, <see cref="VectorAngleTable"/>, <see cref="VectorSumTable"/>, <see cref="VectorDerivativeTable"/>,
/// <see cref="VectorDivergenceTable"/> and <see cref="VectorRandomTable"/>, is the same for all sets, and so are the bits.
/// </summary>
public sealed class VectorFunctions(VectorCode code)
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
            string[] lines = Translate(Find(name).Text).Split('\n');
            int comments = lines.TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal)).Count();
            foreach (string line in lines.Take(comments)) writer.Line(line);
            writer.Line("[@MethodImpl(MethodImplOptions.AggressiveInlining)]");
            foreach (string line in lines.Skip(comments)) writer.Line(line);
        }
    }

    private void Use(string name)
    {
        var function = Find(name);
        if (_used.Add(name))
            foreach (string needed in function.Needs) Use(needed);
    }

    private static (string[] Needs, string Text) Find(string name) =>
        VectorFunctionTable.All.TryGetValue(name, out var function) || VectorSumTable.All.TryGetValue(name, out function)
            || VectorDerivativeTable.All.TryGetValue(name, out function) || VectorDivergenceTable.All.TryGetValue(name, out function)
            || VectorRandomTable.All.TryGetValue(name, out function) || VectorAngleTable.All.TryGetValue(name, out function)
            ? function
            : throw new InvalidOperationException($"There is no vector function {name}.");

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
                bool inComment = text.LastIndexOf('\n', start) is var line
                    && text.IndexOf("///", line + 1, StringComparison.Ordinal) is >= 0 and var comment && comment < start;
                bool isCall = i < text.Length && text[i] == '(';
                if (!inComment && isCall && word is "fma" or "fnma" or "max" or "min" or "lookup")
                {
                    string[] arguments = Arguments(text, ref i);
                    result.Append(word switch
                    {
                        "fma" => code.MultiplyAdd(Translate(arguments[0]), Translate(arguments[1]), Translate(arguments[2])),
                        "fnma" => code.MultiplyAddNegated(Translate(arguments[0]), Translate(arguments[1]), Translate(arguments[2])),
                        "max" => code.Max(Translate(arguments[0]), Translate(arguments[1])),
                        "lookup" => code.Lookup(Translate(arguments[0]), [.. arguments.Skip(1)]),
                        _ => code.Min(Translate(arguments[0]), Translate(arguments[1])),
                    });
                    continue;
                }
                result.Append(inComment ? word : word switch
                {
                    "void" when start == 0 || text[start - 1] is '\n' => "private static void",
                    "double" when start == 0 || text[start - 1] is '\n' => "private static double",
                    "V" when start == 0 || text[start - 1] is '\n' => $"private static {code.Type}",
                    "V" => code.Type,
                    "W" when isCall => $"{code.Class}.Create",
                    "W" when start == 0 || text[start - 1] is '\n' => $"private static {code.Class}<double>",
                    "W" => $"{code.Class}<double>",
                    "L" when isCall => $"{code.Class}.Create",
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
