namespace Fusion.Compiler.Operations;

/// <summary>Joins the segments of parameter names.</summary>
public static class ParameterPath
{
    /// <summary><c>path.name</c>, or <c>name</c> alone at the root.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : path + "." + name;

    /// <summary>A declared name after the path around it; one that starts with a slash stands by itself.</summary>
    public static string Resolve(string path, string name) =>
        name.StartsWith("/", StringComparison.Ordinal) ? name.Substring(1) : Join(path, name);

    /// <summary>A text in one line, for a message about it.</summary>
    public static string InOneLine(string name) => string.Concat(name.Select(c => EndsLine(c) ? '\uFFFD' : c));

    private static bool EndsLine(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    /// <summary>What keeps a text from being a name; null where it is one.</summary>
    public static string? MistakeIn(string name)
    {
        if (name.IndexOfAny(['{', '}']) >= 0) return "contains a brace";
        if (name.Any(EndsLine)) return "contains a line end or another control character";
        string path = name.StartsWith("/", StringComparison.Ordinal) ? name.Substring(1) : name;
        return path.Length > 0 && path.Split('.').Any(segment => segment.Length == 0) ? "has an empty part between its dots" : null;
    }
}
