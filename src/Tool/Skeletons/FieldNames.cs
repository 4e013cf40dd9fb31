namespace Fusion.Tool.Skeletons;

/// <summary>Names of C# for names of modules.</summary>
internal static class FieldNames
{
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object",
        "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short",
        "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked",
        "unsafe", "ushort", "using", "virtual", "void", "volatile", "while", "x",
    ];

    /// <summary>A field for a module: its name where that is one of C#, and otherwise one like it.</summary>
    public static string Field(string module, IReadOnlyCollection<string> taken)
    {
        string name = string.Concat(module.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '_'));
        if (name.Length == 0 || !char.IsAsciiLetter(name[0])) name = "layer" + name;
        // Members of networks begin with a capital.
        if (char.IsUpper(name[0])) name = char.ToLowerInvariant(name[0]) + name[1..];
        if (s_keywords.Contains(name)) name += "_";
        return Free(name, taken);
    }

    /// <summary>A class for a module: <c>layer1</c> gives <c>LayerBlock</c>.</summary>
    public static string Class(string path, IReadOnlyCollection<string> taken)
    {
        string named = path.Split('.').LastOrDefault(part => part.Any(char.IsAsciiLetter)) ?? "";
        IEnumerable<string> words = named.Split('_', '-')
            .Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit)).TrimEnd("0123456789".ToCharArray()))
            .Where(word => word.Length > 0 && char.IsAsciiLetter(word[0]));
        return Free(string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Block", taken);
    }

    private static string Free(string name, IReadOnlyCollection<string> taken)
    {
        string free = name;
        for (int i = 2; taken.Contains(free); i++) free = $"{name}{i}";
        return free;
    }
}
